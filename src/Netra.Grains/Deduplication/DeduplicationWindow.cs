using System.Diagnostics.CodeAnalysis;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>The ids that were accepted for a user lately, durable ones and those on their way (protocol section 2.2). Not thread-safe.</summary>
internal sealed class DeduplicationWindow
{
    /// <summary>How long another user's outbox may repeat itself.</summary>
    internal static readonly TimeSpan OutboxWindow = TimeSpan.FromHours(24);

    /// <summary>How many records one commit forgets at most.</summary>
    internal const int MaxForgottenAtOnce = 1_000;

    private readonly UserGrainOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<DeduplicationKey, Entry> _entries = [];

    /// <summary>In the order of their acceptance. An id that was accepted anew, after its time, is in it twice; the later one counts.</summary>
    private readonly Queue<(DeduplicationKey Key, long AtMs)> _byTime = new();
    private readonly Queue<(DeduplicationKey Key, long AtMs)> _outboxByTime = new();

    public DeduplicationWindow(UserGrainOptions options, TimeProvider time, IEnumerable<DeduplicationRecord> stored)
    {
        (_options, _time) = (options, time);
        foreach (var record in stored.OrderBy(record => record.AtMs))
            Put(record.Key, new Entry(new AcceptedId(record.Seq == 0 ? null : record.Seq, Task.CompletedTask), record.AtMs));
    }

    /// <summary>How many ids are remembered.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds what an id was answered with.</summary>
    public bool TryFind(DeduplicationKey key, [NotNullWhen(true)] out AcceptedId? accepted)
    {
        accepted = _entries.TryGetValue(key, out var entry) && !IsOver(key, entry.AtMs) ? entry.Accepted : null;
        return accepted is not null;
    }

    /// <summary>Remembers an id that is being accepted.</summary>
    public void Register(DeduplicationRecord record, AcceptedId accepted) => Put(record.Key, new Entry(accepted, record.AtMs));

    /// <summary>Forgets ids whose time is over, or that are too many: oldest first, only durable ones, a bounded number at once.</summary>
    public List<DeduplicationKey> Forget()
    {
        var forgotten = new List<DeduplicationKey>();
        Forget(_byTime, forgotten);
        Forget(_outboxByTime, forgotten);
        while (_entries.Count > _options.MaxDeduplicationRecords && forgotten.Count < MaxForgottenAtOnce)
        {
            if (!ForgetOldest(OlderQueue(), forgotten)) break;
        }

        return forgotten;
    }

    private void Forget(Queue<(DeduplicationKey Key, long AtMs)> queue, List<DeduplicationKey> forgotten)
    {
        while (queue.TryPeek(out var oldest) && IsOver(oldest.Key, oldest.AtMs) && forgotten.Count < MaxForgottenAtOnce)
        {
            if (!ForgetOldest(queue, forgotten)) return;
        }
    }

    /// <summary>False when there is none, or it is not durable yet.</summary>
    private bool ForgetOldest(Queue<(DeduplicationKey Key, long AtMs)> queue, List<DeduplicationKey> forgotten)
    {
        if (!queue.TryPeek(out var oldest)) return false;
        var isLatest = _entries.TryGetValue(oldest.Key, out var entry) && entry.AtMs == oldest.AtMs;
        if (isLatest && !entry.Accepted.Durable.IsCompletedSuccessfully) return false;
        queue.Dequeue();
        if (!isLatest) return true;
        _entries.Remove(oldest.Key);
        forgotten.Add(oldest.Key);
        return true;
    }

    private Queue<(DeduplicationKey Key, long AtMs)> OlderQueue()
    {
        if (!_byTime.TryPeek(out var one)) return _outboxByTime;
        return _outboxByTime.TryPeek(out var other) && other.AtMs < one.AtMs ? _outboxByTime : _byTime;
    }

    private bool IsOver(DeduplicationKey key, long atMs)
    {
        var window = key.Space == DeduplicationSpace.Outbox ? OutboxWindow : _options.DeduplicationWindow;
        return atMs + (long)window.TotalMilliseconds <= _time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private void Put(DeduplicationKey key, Entry entry)
    {
        _entries[key] = entry;
        (key.Space == DeduplicationSpace.Outbox ? _outboxByTime : _byTime).Enqueue((key, entry.AtMs));
    }

    private readonly record struct Entry(AcceptedId Accepted, long AtMs);
}
