using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>
/// From 1 to the head every seq is a frame, or a hole that is told as expired. Timestamps never fall along the seqs.
/// </summary>
internal sealed class LogWithoutHoles : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        if (user.AtEnd is not { } end)
        {
            yield return user.Violation(this, user.EndMs, "The user was not read at the end.");
            yield break;
        }

        var expired = user.Readers.SelectMany(Skipped).ToHashSet();
        for (var seq = 1L; seq <= end.HeadSeq; seq++)
        {
            if (!user.Log.ContainsKey(seq) && !expired.Contains(seq)) yield return user.Violation(this, user.EndMs, $"{seq} is not in the log, whose head is {end.HeadSeq}.", seq);
        }

        foreach (var frame in user.Frames.Where(frame => frame.Seq > end.HeadSeq))
            yield return user.Violation(this, user.EndMs, $"{frame.Seq} is beyond the head, {end.HeadSeq}.", frame.Seq, frame.Id);
        foreach (var (before, after) in user.Frames.Zip(user.Frames.Skip(1)).Where(pair => pair.First.TimestampMs > pair.Second.TimestampMs))
            yield return user.Violation(this, user.EndMs, $"The timestamp falls from {before.Seq}, {before.TimestampMs}, to {after.Seq}, {after.TimestampMs}.", after.Seq);
    }

    private static IEnumerable<long> Skipped(TabConnection reader)
    {
        foreach (var skipped in reader.Frames.Where(frame => frame.Type == "skipped"))
        {
            var payload = JsonNode.Parse(skipped.Payload)!;
            if ((string?)payload["reason"] != "expired") continue;
            for (var seq = (long)payload["from"]!; seq <= (long)payload["to"]!; seq++) yield return seq;
        }
    }
}
