namespace Netra.Faults;

/// <summary>
/// A position that a tab passes is honoured, for nothing falls to a limit in a run: no reset, and it goes on right behind it. A tab that passes none goes on where it
/// acknowledged or before, never beyond. A position that is passed by a <c>resume</c> is honoured just so. So a tab that resumes never sees a seq again, and none misses one.
/// </summary>
internal sealed class PositionsHonoured : IRule
{
    public IEnumerable<Violation> Check(UserHistory user)
    {
        foreach (var session in user.Connections.GroupBy(connection => connection.Session))
        {
            // The first place of a session is where it begins without an acknowledgement.
            long? reached = null;
            foreach (var connection in session)
            {
                if (connection.Opened is not { } opened) continue;
                if (opened.ResetReason is { } reason) yield return Wrong(user, connection, $"was reset: {reason}.");
                else if (connection.Connecting.LastSeq is { } last && !opened.Resumed) yield return Wrong(user, connection, $"passed its position, {last}, which was not honoured.");
                else if (connection.Connecting.LastSeq is { } position && opened.ReplayFrom is { } from && from != position + 1)
                    yield return Wrong(user, connection, $"passed its position, {position}, and is replayed from {from}.");
                else if (connection.Connecting.LastSeq is { } all && opened.ReplayFrom is null && all < opened.HeadSeq)
                    yield return Wrong(user, connection, $"passed its position, {all}, and is replayed nothing, though the head is {opened.HeadSeq}.");
                else if (connection.Connecting.LastSeq is null && reached is { } acknowledged && connection.BeginsBehind > acknowledged)
                    yield return Wrong(user, connection, $"begins behind {connection.BeginsBehind}, and had acknowledged no more than {acknowledged}.");
                foreach (var violation in connection.Frames.Where(frame => frame.Type == "resumed").Select(resumed => WhyNot(user, connection, resumed)).OfType<Violation>()) yield return violation;
                reached = Math.Max(reached ?? connection.BeginsBehind, AckedIn(connection));
            }
        }
    }

    private static long AckedIn(TabConnection connection) => connection.Events.OfType<TabSent>()
        .Where(sent => sent.Type == "ack")
        .Select(sent => (long)System.Text.Json.Nodes.JsonNode.Parse(sent.Payload)!["seq"]!)
        .Concat(connection.Resumes.Select(resume => resume.LastSeq))
        .Append(connection.Connecting.LastSeq ?? 0)
        .Max();

    private Violation? WhyNot(UserHistory user, TabConnection connection, TabFrame resumed)
    {
        if (connection.ResumeOf(resumed) is not { } resume) return Wrong(user, connection, "was resumed, and had not asked for it.", resumed.AtMs);
        if (!resume.IsHonoured) return Wrong(user, connection, $"asked to resume at {resume.LastSeq}, which was not honoured: {resume.ResetReason}.", resumed.AtMs);
        if (resume.ReplayFrom is { } from) return from == resume.LastSeq + 1 ? null : Wrong(user, connection, $"asked to resume at {resume.LastSeq}, and is replayed from {from}.", resumed.AtMs);
        var seen = connection.Frames.TakeWhile(frame => frame.AtMs < resume.SentAtMs).Max(frame => frame.Seq) ?? 0;
        var head = Math.Max(seen, connection.Opened!.HeadSeq);
        return head <= resume.LastSeq ? null : Wrong(user, connection, $"asked to resume at {resume.LastSeq}, and is replayed nothing, though the head is {head}.", resumed.AtMs);
    }

    private Violation Wrong(UserHistory user, TabConnection connection, string message, long? atMs = null) =>
        user.Violation(this, atMs ?? connection.Opened!.AtMs, $"{connection.Connecting.Tab} {message}");
}
