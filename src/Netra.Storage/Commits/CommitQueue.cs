namespace Netra.Storage;

/// <summary>
/// The commits that are not being written yet, in the order of their calls: a bounded queue, and behind it those that wait for a place in it.
/// Not thread-safe: the committer holds its lock.
/// </summary>
internal sealed class CommitQueue(UserLogOptions options)
{
    private readonly Queue<PendingCommit> _queued = new();
    private readonly Queue<PendingCommit> _waiting = new();
    /// <summary>How many have a place in the queue.</summary>
    public int QueuedCount => _queued.Count;

    /// <summary>How many bytes those occupy.</summary>
    public long QueuedBytes { get; private set; }

    /// <summary>How many wait for a place.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>The one that came first, or null.</summary>
    public PendingCommit? Oldest => _queued.TryPeek(out var pending) ? pending : null;

    public void Add(PendingCommit pending)
    {
        _waiting.Enqueue(pending);
        Admit();
    }

    /// <summary>Moves the next group into <paramref name="group"/>, at least one commit when there is one, and gives the free places away.</summary>
    public void TakeGroup(List<PendingCommit> group)
    {
        var bytes = 0L;
        while (_queued.TryPeek(out var next) && group.Count < options.MaxGroupCommits)
        {
            bytes += next.SizeBytes;
            if (group.Count > 0 && bytes > options.MaxGroupBytes) break;
            group.Add(RemoveOldest());
        }

        Admit();
    }

    /// <summary>Removes the oldest one. Only when there is one.</summary>
    public PendingCommit RemoveOldest()
    {
        var pending = _queued.Dequeue();
        QueuedBytes -= pending.SizeBytes;
        // Whenever something waits, something is queued: Oldest is the oldest of both.
        if (_queued.Count == 0) Admit();
        return pending;
    }

    private void Admit()
    {
        while (_waiting.TryPeek(out var next) && HasPlaceFor(next))
        {
            _queued.Enqueue(_waiting.Dequeue());
            QueuedBytes += next.SizeBytes;
        }
    }

    private bool HasPlaceFor(PendingCommit next) =>
        _queued.Count == 0 || (_queued.Count < options.MaxQueuedCommits && QueuedBytes + next.SizeBytes <= options.MaxQueuedBytes);
}
