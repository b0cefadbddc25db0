using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The writing end of one user's log: gives seqs at once, gathers commits, keeps several under way, and reports them durable in order.
/// Runs on its grain's scheduler; not thread-safe.
/// </summary>
/// <remarks>
/// Failure policy: when one commit fails, those behind it fail too, and the pipeline takes nothing more (<see cref="Failure"/>). Its
/// owner throws it away and loads anew.
/// </remarks>
internal sealed class CommitPipeline(
    UserId user, UserHead head, IUserLog log, UserGrainOptions options, TimeProvider time, Action<IReadOnlyList<StoredFrame>> onDurable)
{
    private readonly Queue<StagedCommit> _staged = new();
    private readonly Queue<(StagedCommit Commit, UserHead Next, Task<CommitOutcome> Outcome)> _inFlight = new();
    private readonly RetentionWindow _retention = new(user, log, options, time);
    private StagedCommit? _open;
    private UserHead _sealed = head;
    private long _assignedSeq = head.HeadSeq;
    private long _assignedTimestampMs = head.LastTimestampMs;
    private long _pendingBytes;
    private bool _planning;
    private bool _completing;

    /// <summary>The head as it is on storage. Nothing above it may be shown to anybody.</summary>
    public UserHead Durable { get; private set; } = head;

    /// <summary>Why the pipeline takes nothing more; null while it does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gives each message its seq and puts them into one commit.</summary>
    /// <exception cref="UserUnavailableException">More is pending for this user than may be.</exception>
    public (StagedCommit Commit, PublishedMessage[] Published) Append(IReadOnlyList<NewMessage> messages)
    {
        ThrowIfFailed();
        if (_pendingBytes > options.MaxPendingBytes)
            throw new UserUnavailableException("Too much is waiting to be stored for this user; nothing was done.");

        var commit = OpenCommit();
        var published = new PublishedMessage[messages.Count];
        _assignedTimestampMs = Math.Max(_assignedTimestampMs, time.GetUtcNow().ToUnixTimeMilliseconds());
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var id = message.Id ?? MessageId.NewId();
            var seq = ++_assignedSeq;
            var json = ServerFrames.Durable(message.Type, id, seq, _assignedTimestampMs, message.Payload.Span);
            commit.Add(new StoredFrame(seq, _assignedTimestampMs, json));
            _pendingBytes += json.Length;
            published[i] = new PublishedMessage(id, seq);
        }

        Pump();
        return (commit, published);
    }

    /// <summary>Writes a session's record with the next commit, or forgets it when <paramref name="record"/> is null.</summary>
    public StagedCommit SaveSession(ClientId client, SessionRecord? record)
    {
        ThrowIfFailed();
        var commit = OpenCommit();
        commit.Put(client, record);
        Pump();
        return commit;
    }

    private void ThrowIfFailed()
    {
        if (Failure is not null) throw Failure;
    }

    private StagedCommit OpenCommit()
    {
        if (_open is { } open && open.Frames.Count < options.MaxCommitFrames && open.Bytes < options.MaxCommitBytes) return open;
        _open = new StagedCommit();
        _staged.Enqueue(_open);
        return _open;
    }

    /// <summary>Hands over as many commits as may be under way.</summary>
    private void Pump()
    {
        while (Failure is null && !_planning && _inFlight.Count < options.MaxCommitsInFlight && _staged.Count > 0)
        {
            if (_retention.NeedsRead(_sealed, Durable, _staged.Peek()))
            {
                _ = ReadOldestAsync();
                return;
            }

            Seal(_staged.Dequeue());
        }
    }

    private void Seal(StagedCommit commit)
    {
        if (_open == commit) _open = null;
        var expected = _sealed;
        _sealed = _retention.Advance(expected, Durable, commit) with { Revision = Random.Shared.NextInt64(1, long.MaxValue) };
        _inFlight.Enqueue((commit, _sealed, CommitAsync(commit, expected, _sealed)));
        if (!_completing) _ = CompleteAsync();
    }

    /// <summary>Asynchronous also where the log throws at once: a failure is seen where the outcome is awaited.</summary>
    private async Task<CommitOutcome> CommitAsync(StagedCommit commit, UserHead expected, UserHead next) => await log.CommitAsync(new UserCommit
    {
        User = user,
        Expected = expected,
        Next = next,
        Frames = commit.Frames,
        SessionsToWrite = commit.SessionsToWrite,
        SessionsToForget = commit.SessionsToForget,
    });

    private async Task ReadOldestAsync()
    {
        _planning = true;
        try
        {
            await _retention.ReadOldestAsync(_sealed, Durable);
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        _planning = false;
        Pump();
    }

    /// <summary>Awaits commits in their order, so that durability is reported in that order whatever the thread pool does.</summary>
    private async Task CompleteAsync()
    {
        _completing = true;
        while (_inFlight.TryPeek(out var first))
        {
            try
            {
                var outcome = await first.Outcome;
                // Broken meanwhile by a failed read: the caller was told so, and nothing may be reported any more.
                if (Failure is not null) break;
                if (outcome == CommitOutcome.Conflict) throw new CommitConflictException();
                Durable = first.Next;
                if (first.Commit.Frames.Count > 0) onDurable(first.Commit.Frames);
            }
            catch (Exception exception)
            {
                Break(exception);
                break;
            }

            _inFlight.Dequeue();
            _pendingBytes -= first.Commit.Bytes;
            first.Commit.Succeed();
            if (_staged.Count == 0 && _inFlight.Count == 0 && _retention.IsOver(Durable)) OpenCommit();
            Pump();
        }

        _completing = false;
    }

    private void Break(Exception exception)
    {
        Failure ??= exception;
        while (_inFlight.TryDequeue(out var lost))
        {
            lost.Commit.Fail(exception);
            _ = lost.Outcome.ContinueWith(
                task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        while (_staged.TryDequeue(out var lost)) lost.Fail(exception);
        _open = null;
    }
}
