using Netra.Storage;

namespace Netra.Faults.Bugs;

/// <summary>Lets a writer write who was overtaken by another one: what he takes for the head is not looked at, and his frames go behind what is there.</summary>
internal sealed class UnfencedBackend(IUserLogBackend inner) : PassingBackend(inner)
{
    public override async ValueTask CommitAsync(IReadOnlyList<UserCommit> group, Memory<CommitOutcome> outcomes, CancellationToken cancellationToken)
    {
        await Inner.CommitAsync(group, outcomes, cancellationToken);
        for (var i = 0; i < group.Count; i++)
        {
            if (outcomes.Span[i] != CommitOutcome.Conflict || !IsPlain(group[i])) continue;
            var present = (await Inner.LoadAsync(group[i].User, cancellationToken)).Head;
            await Inner.CommitAsync([Behind(group[i], present)], outcomes.Slice(i, 1), cancellationToken);
        }
    }

    public override ValueTask DisposeAsync() => Inner.DisposeAsync();

    /// <summary>Nothing but frames and what goes with them.</summary>
    private static bool IsPlain(UserCommit commit) =>
        commit is { Frames.Count: > 0, FramesToRemove.Count: 0, FramesToErase.Count: 0, StateChanges.Count: 0, StateSnapshot: null, WorkToWrite.Count: 0, WorkToForget.Count: 0 }
        && commit.Frames.All(frame => frame is { Hole: null, StateVersion: 0 });

    private static UserCommit Behind(UserCommit commit, UserHead present)
    {
        var frames = commit.Frames.Select((frame, index) => frame with
        {
            Seq = present.HeadSeq + 1 + index,
            TimestampMs = Math.Max(frame.TimestampMs, present.LastTimestampMs),
        }).ToList();
        return new UserCommit
        {
            User = commit.User,
            Expected = present,
            Next = present with
            {
                Revision = commit.Next.Revision,
                HeadSeq = frames[^1].Seq,
                OldestSeq = present.OldestSeq == 0 ? frames[0].Seq : present.OldestSeq,
                OldestTimestampMs = present.OldestSeq == 0 ? frames[0].TimestampMs : present.OldestTimestampMs,
                LastTimestampMs = frames.Max(frame => frame.TimestampMs),
                FrameCount = present.FrameCount + frames.Count,
                MarkedCount = present.MarkedCount + (commit.Next.MarkedCount - commit.Expected.MarkedCount),
                RetainedBytes = present.RetainedBytes + frames.Sum(frame => frame.Json.Length),
            },
            Frames = frames,
            SessionsToWrite = commit.SessionsToWrite,
            DeduplicationToWrite = commit.DeduplicationToWrite,
        };
    }
}
