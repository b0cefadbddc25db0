using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Decides what a commit takes from the log: what is revoked, what has reached its end, and what falls to a limit (protocol section 3).</summary>
/// <remarks>
/// Only durable frames fall: a commit larger than the limits is trimmed by the one after it. What should fall but is not durable yet counts as fallen
/// already, so that nothing else falls in its place, and yet the limits hold while the user is written to without pause; it falls with the next commit
/// after it is durable.
/// </remarks>
internal sealed class RetentionRules(UserGrainOptions options)
{
    /// <summary>Applies the rules to the index, and adds the commit's own frames to it.</summary>
    /// <param name="index">Comes to be as the commit leaves the log.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="durableSeq">The last durable seq.</param>
    /// <param name="ackedSeq">The highest durable acknowledged position; 0 with none.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    public RetentionPlan Apply(RetainedIndex index, StagedCommit commit, long durableSeq, long ackedSeq, long nowMs)
    {
        var plan = new RetentionPlan();
        foreach (var seq in commit.Changes.SelectMany(change => change.Revoked))
        {
            if (!index.TryGetFrame(seq, out var frame)) continue;
            plan.Erase(frame, SkipReason.Revoked);
            index.Erase(frame, SkipReason.Revoked);
        }

        Expire(index, plan, durableSeq, ackedSeq, nowMs);
        for (var i = 0; i < commit.Frames.Count; i++) index.Add(RetainedPlace.Of(commit.Frames[i]));
        DropOld(index, plan, durableSeq, ackedSeq, nowMs);
        MakeRoom(index, plan, durableSeq, ackedSeq, nowMs);
        PassHoles(index, plan, ackedSeq, nowMs);
        while (index.HoleCount > options.MaxMessages && index.OldestHole is { } hole && hole.Seq <= durableSeq)
            Drop(index, plan, hole, DeadLetterReason.Overflow, ackedSeq, nowMs);
        return plan;
    }

    /// <summary>Whether something has to fall once all is durable.</summary>
    public bool HasToTrim(RetainedIndex index, long ackedSeq) =>
        index.Doomed.Count > 0
        || (IsOver(index.FrameCount, index.Bytes) && (options.Overflow == OverflowPolicy.DropOldest || index.OldestFrame?.Seq <= ackedSeq))
        || index.HoleCount > options.MaxMessages;

    /// <summary>The latest time at which something is too old now.</summary>
    public long TooOldMs(long nowMs) => nowMs - (long)options.MaxAge.TotalMilliseconds;

    private static void DropDoomed(RetainedIndex index, RetentionPlan plan, long durableSeq, long ackedSeq, long nowMs)
    {
        if (index.Doomed.Count == 0) return;
        foreach (var seq in index.Doomed.Where(seq => seq <= durableSeq).Order())
        {
            // It may have been revoked meanwhile, or have reached its end.
            if (index.TryGetFrame(seq, out var frame)) Drop(index, plan, frame, DeadLetterReason.Overflow, ackedSeq, nowMs);
        }

        index.Doomed.RemoveWhere(seq => seq <= durableSeq);
    }

    private bool IsOver(long frames, long bytes) => frames > options.MaxMessages || bytes > options.MaxBytes;

    private void MakeRoom(RetainedIndex index, RetentionPlan plan, long durableSeq, long ackedSeq, long nowMs)
    {
        DropDoomed(index, plan, durableSeq, ackedSeq, nowMs);
        var (frames, bytes) = (index.FrameCount, index.Bytes);
        foreach (var seq in index.Doomed)
        {
            if (index.TryGetFrame(seq, out var doomed)) (frames, bytes) = (frames - 1, bytes - doomed.JsonBytes);
        }

        while (IsOver(frames, bytes) && index.OldestFrame is { } oldest && oldest.Seq <= Math.Min(ackedSeq, durableSeq)) Take(oldest);
        // What is unread was promised to be kept: there the new message is refused.
        if (options.Overflow == OverflowPolicy.Reject) return;
        for (var priority = MessagePriority.Low; priority <= MessagePriority.Critical && IsOver(frames, bytes); priority++)
        {
            while (IsOver(frames, bytes) && index.OldestFrameOf(priority) is { } oldest && oldest.Seq <= durableSeq) Take(oldest);
            foreach (var pending in index.FramesFrom(durableSeq + 1).Where(frame => frame.Priority == priority))
            {
                if (!IsOver(frames, bytes)) return;
                if (index.Doomed.Add(pending.Seq)) (frames, bytes) = (frames - 1, bytes - pending.JsonBytes);
            }
        }

        void Take(in RetainedPlace frame)
        {
            (frames, bytes) = (frames - 1, bytes - frame.JsonBytes);
            Drop(index, plan, frame, DeadLetterReason.Overflow, ackedSeq, nowMs);
        }
    }

    private static void Expire(RetainedIndex index, RetentionPlan plan, long durableSeq, long ackedSeq, long nowMs)
    {
        while (index.FindExpired(nowMs) is { } frame && frame.Seq <= durableSeq)
        {
            plan.Erase(frame, SkipReason.Expired);
            if (frame.Seq > ackedSeq) plan.Keep(frame, DeadLetterReason.Expired, nowMs);
            index.Erase(frame, SkipReason.Expired);
        }
    }

    private void DropOld(RetainedIndex index, RetentionPlan plan, long durableSeq, long ackedSeq, long nowMs)
    {
        var tooOldMs = TooOldMs(nowMs);
        while (index.Lowest is { } lowest && lowest.Seq <= durableSeq && lowest.TimestampMs <= tooOldMs)
            Drop(index, plan, lowest, DeadLetterReason.Age, ackedSeq, nowMs);
    }

    /// <summary>
    /// Where frames have fallen and none is left below them, the holes below them go too: the log begins behind what has fallen, whatever was between.
    /// </summary>
    private static void PassHoles(RetainedIndex index, RetentionPlan plan, long ackedSeq, long nowMs)
    {
        if (plan.Fallen.Count == 0) return;
        var first = index.OldestFrame?.Seq ?? long.MaxValue;
        var passed = plan.Fallen.Where(seq => seq < first).DefaultIfEmpty().Max();
        while (index.Lowest is { } lowest && lowest.Seq < passed) Drop(index, plan, lowest, DeadLetterReason.Overflow, ackedSeq, nowMs);
    }

    private static void Drop(
        RetainedIndex index, RetentionPlan plan, in RetainedPlace place, DeadLetterReason reason, long ackedSeq, long nowMs)
    {
        plan.Drop(place);
        if (place.IsFrame && place.Seq > ackedSeq) plan.Keep(place, reason, nowMs);
        index.Fall(place);
    }
}
