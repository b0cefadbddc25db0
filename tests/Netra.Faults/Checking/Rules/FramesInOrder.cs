using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>
/// The ordinary run of a connection goes from its place without a gap and without a repeat; it leaves out what was sent ahead of its turn, and <c>skipped</c> says what
/// will not come. What is skipped can only be what has a time to live. Behind a <c>resumed</c> the run begins anew at the place that was asked for, and nothing is sent ahead.
/// </summary>
internal sealed class FramesInOrder : IRule
{
    public IEnumerable<Violation> Check(UserHistory user) => user.Connections.Where(connection => connection.Opened is not null).SelectMany(connection => Check(user, connection));

    private IEnumerable<Violation> Check(UserHistory user, TabConnection connection)
    {
        var tab = connection.Connecting.Tab;
        var expedited = new HashSet<long>();
        var (place, mayBeAhead) = (connection.BeginsBehind, true);
        foreach (var frame in connection.Frames)
        {
            if (frame.Type == "resumed" && connection.ResumeOf(frame) is { } resume)
            {
                (place, mayBeAhead) = (resume.BeginsBehind, false);
                expedited.Clear();
                continue;
            }

            if (frame is { Seq: { } ahead, IsExpedited: true })
            {
                if (!mayBeAhead) yield return user.Violation(this, frame.AtMs, $"{tab} got {ahead} ahead of its turn behind a resume.", ahead, frame.Id);
                else if (ahead <= place || !expedited.Add(ahead)) yield return user.Violation(this, frame.AtMs, $"{tab} got {ahead} ahead of its turn, and had it.", ahead, frame.Id);
                continue;
            }

            var (from, to) = frame.Seq is { } seq ? (seq, seq) : frame.Type == "skipped" ? RangeOf(frame) : (0, 0);
            if (from == 0) continue;
            while (place + 1 < from && expedited.Contains(place + 1)) place++;
            if (frame.Seq is not null && expedited.Contains(from)) yield return user.Violation(this, frame.AtMs, $"{tab} got {from} in its turn, and had had it ahead.", from, frame.Id);
            if (from != place + 1)
                yield return user.Violation(this, frame.AtMs, $"{tab} was at {place} and got {(from == to ? $"{from}" : $"a skip from {from} to {to}")}.", from, frame.Id);
            place = Math.Max(place, to);
            if (frame.Type == "skipped" && WhyNotSkipped(user, frame, from, to) is { } why) yield return user.Violation(this, frame.AtMs, $"{tab} was told to skip {from} to {to}: {why}", from);
        }
    }

    private static (long From, long To) RangeOf(TabFrame skipped)
    {
        var payload = JsonNode.Parse(skipped.Payload)!;
        return ((long)payload["from"]!, (long)payload["to"]!);
    }

    private static string? WhyNotSkipped(UserHistory user, TabFrame skipped, long from, long to)
    {
        if ((string?)JsonNode.Parse(skipped.Payload)!["reason"] != "expired") return $"nothing has the reason for it: {skipped.Payload}.";
        for (var seq = from; seq <= to; seq++)
        {
            if (user.Log.TryGetValue(seq, out var frame) && !(user.Messages.TryGetValue(frame.Id, out var message) && message.MayExpire))
                return $"{seq}, {frame.Id}, does not expire.";
        }

        return null;
    }
}
