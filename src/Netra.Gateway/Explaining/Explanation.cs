using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Puts together what is stored of a message and what is remembered of it, and says plainly what is not known.</summary>
internal sealed class Explanation
{
    private readonly long _seq;
    private readonly MessageFacts _facts;
    private readonly IReadOnlyList<Recollection> _recollections;
    private readonly CommitTrace? _commit;
    private readonly List<ConnectionExplanation> _connections;

    public Explanation(long seq, MessageFacts facts, IReadOnlyList<Recollection> recollections)
    {
        (_seq, _facts, _recollections) = (seq, facts, recollections);
        // Two may have given the seq, of which one was fenced off; then the one whose commit the log has came to the same time.
        var traces = recollections.Select(one => one.Memory?.Commit).OfType<CommitTrace>();
        _commit = traces.OrderByDescending(trace => trace.AcceptedAtMs == facts.AcceptedAtMs).ThenByDescending(trace => trace.DurableAtMs).FirstOrDefault();
        _connections = FindConnections();
    }

    public ExplanationBody ToBody()
    {
        var unknown = new UnknownParts(_seq, _facts, _recollections, _commit, _connections).List();
        var (verdict, summary) = new Verdict(_seq, _facts, _connections, unknown.Count > 0).Say();
        return new ExplanationBody
        {
            Seq = _seq,
            Verdict = verdict,
            Summary = summary,
            Message = _facts.Message is { } message ? MessageOf(message) : null,
            Accepted = new AcceptedBody(AcceptedAtMs, _commit is { Origin.Kind: not MessageOriginKind.Unknown } commit ? SenderOf(commit.Origin) : null),
            Committed = new CommittedBody(_commit?.DurableAtMs),
            Pushed = _commit?.Gateways.Select(gateway => new PushedBody(gateway.ToParsableString(), _commit.DurableAtMs)).ToList(),
            Connections = [.. _connections.OrderBy(connection => connection.ConnectedAtMs).Select(connection => connection.ToBody(_seq, _facts.HeadSeq))],
            Sessions = [.. _facts.Sessions.OrderBy(session => session.LastSeenAtMs).Select(BodyOf)],
            Skipped = SkippedBody(),
            DeadLetter = _facts.DeadLetterReason is { } reason ? new DeadLetterMarkBody(reason, _facts.DeadLetterAtMs) : null,
            Unknown = unknown,
        };
    }

    private long? AcceptedAtMs => _facts.AcceptedAtMs ?? _commit?.AcceptedAtMs;

    private List<ConnectionExplanation> FindConnections()
    {
        var found = _recollections
            .SelectMany(one => (one.Memory?.Connections ?? []).Select(trace => new ConnectionExplanation(one.Process, trace)))
            .ToList();
        var silent = _facts.Connections.Where(listed => found.TrueForAll(one => one.Connection != listed.Connection));
        found.AddRange([.. silent.Select(listed => new ConnectionExplanation(listed, HasAnswered(listed.Gateway)))]);
        return found;
    }

    private bool HasAnswered(SiloAddress gateway) => _recollections.Any(one => one.Process.Equals(gateway) && one.Memory is not null);

    private ExplainedMessageBody MessageOf(MessageOutline message) => new(
        message.Id, message.Type, message.Priority.WireName(), message.ExpiresAtMs - _facts.AcceptedAtMs, message.ExpiresAtMs);

    private static SenderBody SenderOf(MessageOrigin origin) => new(
        origin.Kind switch
        {
            MessageOriginKind.ApiKey => "api_key",
            MessageOriginKind.Client => "client",
            MessageOriginKind.Handler => "handler",
            MessageOriginKind.Outbox => "outbox",
            MessageOriginKind.DeadLetter => "dead_letter",
            _ => "application",
        },
        origin.Name);

    private ExplainedSessionBody BodyOf(SessionPlace session) =>
        new(session.Client.Value, session.StartSeq, session.AckedSeq, Verdict.HasAcknowledged(session, _seq), session.LastSeenAtMs);

    private SkippedBody? SkippedBody() => _facts switch
    {
        { Hole: { } reason } => new SkippedBody(reason.WireName()),
        { Standing: StoredStanding.Fallen } => new SkippedBody(SkipReason.Overflow.WireName()),
        _ => null,
    };
}
