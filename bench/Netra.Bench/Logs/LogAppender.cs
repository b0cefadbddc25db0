using Netra.Protocol;
using Netra.Storage;

namespace Netra.Bench;

/// <summary>Appends to one user's log, one commit at a time, and trims it to so many frames. Not thread-safe.</summary>
internal sealed class LogAppender(IUserLog log, UserId user, ReadOnlyMemory<byte> json, int keep)
{
    // Timestamps are not what is measured.
    private const long TimestampMs = 1;

    private UserHead _head;

    public async Task LoadAsync(CancellationToken cancellationToken) => _head = (await log.LoadAsync(user, cancellationToken)).Head;

    public async Task AppendAsync()
    {
        var next = Next();
        var commit = new UserCommit { User = user, Expected = _head, Next = next, Frames = [new StoredFrame(next.HeadSeq, TimestampMs, json)] };
        if (await log.CommitAsync(commit) != CommitOutcome.Committed) throw new BenchException("A commit was a conflict, and nobody else writes.");
        _head = next;
    }

    private UserHead Next()
    {
        var grown = _head with
        {
            Revision = Random.Shared.NextInt64(1, long.MaxValue),
            HeadSeq = _head.HeadSeq + 1,
            OldestSeq = _head.FirstRetainedSeq,
            LastTimestampMs = TimestampMs,
            OldestTimestampMs = TimestampMs,
        };
        return _head.FrameCount < keep
            ? grown with { FrameCount = _head.FrameCount + 1, RetainedBytes = _head.RetainedBytes + json.Length }
            : grown with { OldestSeq = grown.OldestSeq + 1 };
    }
}
