using System.Globalization;
using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>What can't be known of a message, and why, as sentences.</summary>
internal sealed class UnknownParts(
    long seq, MessageFacts facts, IReadOnlyList<Recollection> recollections, CommitTrace? commit, IReadOnlyList<ConnectionExplanation> connections)
{
    public List<string> List() => [.. OfSilence(), .. OfCommit(), .. OfGateways(), .. OfConnections(), .. OfMessage()];

    private IEnumerable<string> OfSilence() => recollections
        .Where(one => one.Memory is null)
        .Select(one => $"{one.Process.ToParsableString()} did not answer: the commits and connections that it remembers are not in this answer.");

    private IEnumerable<string> OfCommit()
    {
        if (commit is null)
        {
            yield return "Who sent it, when it was committed and where it was pushed: the process that committed it has ended or forgotten it."
                + string.Concat(recollections.Select(one => Reach(one, one.Memory?.CommitsSinceMs, "commits of this user")));
        }
    }

    /// <summary>Gateways that it was pushed to, and that are no more: whoever was connected there may have had it.</summary>
    private IEnumerable<string> OfGateways() => (commit?.Gateways ?? [])
        .Where(gateway => recollections.All(one => !one.Process.Equals(gateway)))
        .Select(gateway => $"It was pushed to {gateway.ToParsableString()}, which has left the cluster: what its connections were given is not known.");

    private IEnumerable<string> OfConnections()
    {
        var acceptedAtMs = facts.AcceptedAtMs ?? commit?.AcceptedAtMs ?? 0;
        foreach (var one in recollections.Where(one => one.Memory?.ConnectionsSinceMs > acceptedAtMs))
            yield return "Connections that had it and have ended." + Reach(one, one.Memory!.ConnectionsSinceMs, "connections that ended");
        foreach (var session in facts.Sessions.Where(session => session.StartSeq < seq && session.AckedSeq < seq && session.LastSeenAtMs >= acceptedAtMs && !IsRemembered(session)))
            yield return $"'{session.Client}' was there at {At(session.LastSeenAtMs)} on a connection that no process remembers: whether that had it.";
        var unclear = connections.Count(connection => connection.Handover == Handover.Unknown);
        if (unclear > 0) yield return string.Create(CultureInfo.InvariantCulture, $"Whether {unclear} of the connections had it; each says why.");
    }

    /// <summary>Whether a connection is known that was this session's when it was last seen. Its gateway may have left the cluster, and with it what was replayed there.</summary>
    private bool IsRemembered(SessionPlace session) => connections.Any(connection => connection.Client == session.Client && connection.MayCover(session.LastSeenAtMs));

    private IEnumerable<string> OfMessage()
    {
        if (facts.Message is null) yield return "Its id, type and priority: they went with the message.";
    }

    private static string Reach(Recollection one, long? sinceMs, string what) => sinceMs switch
    {
        null => "",
        long.MaxValue => $" {one.Process.ToParsableString()} is set to remember no {what}.",
        { } since => $" {one.Process.ToParsableString()} remembers {what} since {At(since)}.",
    };

    private static string At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
