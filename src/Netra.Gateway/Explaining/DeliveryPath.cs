using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The way of a connection through its user's log, at one moment.</summary>
/// <param name="Present">The run that it is in.</param>
/// <param name="Memory">What is out of the ordinary; null when nothing is.</param>
internal readonly record struct DeliveryPath(DeliveryRun Present, DeliveryMemory? Memory)
{
    /// <summary>Whether a message was given to the socket.</summary>
    /// <param name="request">The message.</param>
    /// <param name="queued">How often it is in the queue now, or being written.</param>
    /// <param name="isOver">Whether the connection has ended.</param>
    public (Handover Handover, SkipReason? Skipped) Find(RecallRequest request, int queued, bool isOver)
    {
        var (times, mayBeMore) = (0, false);
        foreach (var run in Memory is null ? [Present] : Memory.Runs.Append(Present))
        {
            var wasQueued = Memory is null
                ? run.Covers(request.Seq)
                : run.Queued(request, Memory.WasSkippedIn(run, request.Seq), Memory.WasSentAheadIn(run, request.Seq));
            if (wasQueued is true) times++;
            mayBeMore |= wasQueued is null;
        }

        if (queued > 0) return (times > queued ? Handover.Given : Handover.Queued, null);
        if (times > 0) return (OfQueued(request.Seq, times), null);
        if (mayBeMore) return (Handover.Unknown, null);
        if (Memory?.SkippedAt(request.Seq) is { } reason) return (Handover.Skipped, reason);
        if (Memory?.HasForgottenRunsAt(request.Seq) == true) return (Handover.Unknown, null);
        if (request.Seq <= Present.After) return (Handover.BeganLater, null);
        return (isOver ? Handover.EndedBefore : Handover.NotYet, null);
    }

    /// <summary>What became of a message that was queued and is in the queue no more.</summary>
    private Handover OfQueued(long seq, int times)
    {
        if (Memory is null) return Handover.Given;
        var isUnfinished = Memory.Unfinished == seq;
        if (times > Memory.CountUnsent(seq) + (isUnfinished ? 1 : 0)) return Handover.Given;
        return isUnfinished ? Handover.Unknown : Handover.EndedBefore;
    }
}
