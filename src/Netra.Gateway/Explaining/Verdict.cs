using System.Globalization;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>The word and the sentence for what became of a message: the furthest that it is known to have come, or else why it came no further.</summary>
internal sealed class Verdict(long seq, MessageFacts facts, IReadOnlyList<ConnectionExplanation> connections, bool isIncomplete)
{
    private const string LettersGone = "no dead letter of it is kept: it had been acknowledged by then, or its dead letter was put back, erased or deleted";

    /// <summary>Whether a session that was to get a message has acknowledged it, or what was skipped in its place.</summary>
    public static bool HasAcknowledged(SessionPlace session, long seq) => session.StartSeq < seq && session.AckedSeq >= seq;

    public (string Verdict, string Summary) Say()
    {
        var acknowledged = facts.Sessions.Where(session => HasAcknowledged(session, seq)).Select(session => session.Client).ToList();
        var given = connections.Where(connection => connection.Handover == Handover.Given).ToList();
        if (facts.Standing == StoredStanding.Retained)
        {
            if (acknowledged.Count > 0) return ("acknowledged", $"It was acknowledged by {Names(acknowledged.Select(client => $"'{client}'"))}.");
            return given.Count > 0
                ? ("delivered", $"It was written to the socket of {Names(given.Select(one => one.Name))}; no session has acknowledged it.")
                : ("waiting", Waiting());
        }

        var end = End(acknowledged.Count > 0, given.Count > 0);
        if (given.Count == 0) return end;
        var receivers = Names(given.Select(one => one.Name));
        return given.Exists(one => acknowledged.Contains(one.Client))
            ? ("acknowledged", $"It was written to the socket of {receivers} and acknowledged. {end.Summary}")
            : ("delivered", $"It was written to the socket of {receivers}; no session that had it has acknowledged it. {end.Summary}");
    }

    private string Waiting()
    {
        var nobody = isIncomplete ? "nobody is known to be connected" : "nobody is connected";
        var caveat = isIncomplete ? " Whether it was delivered before, see 'unknown'." : "";
        if (connections.FirstOrDefault(one => one.Handover is Handover.Queued || (one.Handover is Handover.NotYet && !one.IsOver)) is { } next)
            return $"It is on its way to {next.Name}. {next.Why(seq, facts.HeadSeq)}{caveat}";
        if (connections.FirstOrDefault(one => one.Handover is Handover.Unknown) is { } silent)
            return $"It is in the log and not acknowledged; whether {silent.Name} had it is not known. {silent.Why(seq, facts.HeadSeq)}{caveat}";
        return connections.Any(one => !one.IsOver)
            ? $"It is in the log; whoever is connected began behind it.{caveat}"
            : $"It is in the log and waits for a client: {nobody}, and no connection that is remembered was given it.{caveat}";
    }

    private (string Verdict, string Summary) End(bool isAcknowledged, bool wasGiven)
    {
        var since = facts.DeadLetterReason is null ? "" : At(facts.DeadLetterAtMs);
        // A place that has fallen since may have been a hole before: some client was told so then.
        var hole = facts.Hole ?? connections.Select(connection => connection.Skipped).FirstOrDefault(reason => reason is SkipReason.Expired or SkipReason.Revoked);
        return (facts.DeadLetterReason, hole) switch
        {
            ("handler_failed", _) => ("dead", $"It is a message of a client whose handler failed as often as it may: it never became a frame, and is a dead letter since {since}."),
            ("undeliverable", _) => ("dead", $"It is a message of a handler for another user that could not be delivered: it is kept here as a dead letter since {since}."),
            ("expired", _) => ("expired", $"It reached the end of its ttl_ms unacknowledged, and is a dead letter since {since}."),
            ("age", _) => ("fell", $"It fell unacknowledged to the limit of age, and is a dead letter since {since}."),
            (not null, _) => ("fell", $"It fell unacknowledged to the limit of messages or bytes, and is a dead letter since {since}."),
            (_, SkipReason.Expired) => ("expired", $"It reached the end of its ttl_ms; {LettersGone}."),
            (_, not null) when wasGiven => ("revoked", "It was erased by a call of the server API."),
            (_, not null) => ("revoked", "It was erased by a call of the server API, or it never became a frame and its dead letter is not kept any more."),
            // Whoever passed a hole in its place has acknowledged that.
            _ when isAcknowledged => ("fell", $"It fell to a limit; {LettersGone}. A session that began before it has acknowledged what was sent up to there."),
            _ => ("fell", $"It fell to a limit; {LettersGone}."),
        };
    }

    private static string At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Distinct());
}
