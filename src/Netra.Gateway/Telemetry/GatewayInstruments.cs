using System.Diagnostics.Metrics;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>What a gateway counts and times: what happens with every frame in striped counters, all else where it happens. No user, connection or message is a tag.</summary>
internal sealed class GatewayInstruments
{
    private const string CodeTag = "netra.error.code";
    private const string EndTag = "netra.end.reason";
    private const string OutcomeTag = "netra.resume.outcome";
    private const string CauseTag = "netra.catch_up.cause";
    private const string ScopeTag = "netra.rate.scope";
    private const string TicketTag = "netra.ticket.outcome";

    private readonly Counter<long> _opened;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _rateLimited;
    private readonly Counter<long> _tickets;
    private readonly Counter<long> _catchUps;
    private readonly Histogram<double> _catchUpDuration;
    private readonly Histogram<double> _durableToSocket;
    private readonly Histogram<double> _publishToSocket;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(NetraMeter.Name);
        FramesReceived = meter.CreateStriped("netra.gateway.frames.received", "{frame}", "Frames of clients that were read whole, malformed ones too.");
        FramesSent = meter.CreateStriped("netra.gateway.frames.sent", "{frame}", "Frames that were given to sockets.");
        BytesReceived = meter.CreateStriped("netra.gateway.payload.received", "By", "Their payload, without the headers of WebSocket.");
        BytesSent = meter.CreateStriped("netra.gateway.payload.sent", "By", "Their payload, without the headers of WebSocket.");
        FramesReplayed = meter.CreateStriped("netra.gateway.frames.replayed", "{frame}", "Durable frames that were read from the log for a connection that caught up.");
        Acks = meter.CreateStriped("netra.gateway.acks", "{ack}", "Acknowledgements of clients that moved a position.");
        EphemeralDropped = meter.CreateCounter<long>(
            "netra.gateway.ephemeral.dropped", "{frame}", "Frames beside the log that were dropped because a connection's queue was full.");
        _opened = meter.CreateCounter<long>("netra.gateway.connections.opened", "{connection}", "Connections that were let in, by what became of their last_seq.");
        _ended = meter.CreateCounter<long>("netra.gateway.connections.ended", "{connection}", "Connections that ended, by why.");
        _refused = meter.CreateCounter<long>("netra.gateway.connections.refused", "{connection}", "Upgrades that were refused, by code.");
        _errors = meter.CreateCounter<long>("netra.gateway.errors", "{error}", "Error frames to clients, by code.");
        _rateLimited = meter.CreateCounter<long>("netra.gateway.rate_limited", "{frame}", "Frames of clients that were refused for their rate.");
        Reattaches = meter.CreateCounter<long>("netra.gateway.reattaches", "{attach}", "Tries to put an open connection on its user's list again, after the grain was lost.");
        LeaseFailures = meter.CreateCounter<long>("netra.gateway.lease.failures", "{batch}", "Batches of lease renewals that a silo did not answer.");
        DrainAsked = meter.CreateCounter<long>("netra.gateway.drain.asked", "{connection}", "Connections that a drain asked to come back elsewhere.");
        _tickets = meter.CreateCounter<long>("netra.gateway.tickets", "{ticket}", "Calls for tickets and uses of them, by what came of it.");
        _catchUps = meter.CreateCounter<long>("netra.gateway.catch_ups", "{replay}", "Times that a connection began to read from the log.");
        _catchUpDuration = meter.CreateDuration("netra.gateway.catch_up.duration", "How long connections read from the log until they were live.");
        _durableToSocket = meter.CreateDuration(
            "netra.gateway.durable_to_socket.duration", "From when a push was durable until its last frame was given to a live connection's socket.");
        _publishToSocket = meter.CreateDuration(
            "netra.gateway.publish_to_socket.duration", "From when the first frame of a push was accepted until its last was given to a live connection's socket.");
    }

    public StripedCounter FramesReceived { get; }

    public StripedCounter FramesSent { get; }

    public StripedCounter BytesReceived { get; }

    public StripedCounter BytesSent { get; }

    public StripedCounter FramesReplayed { get; }

    public StripedCounter Acks { get; }

    /// <summary>Frames beside the log that did not fit for a connection.</summary>
    public Counter<long> EphemeralDropped { get; }

    public Counter<long> Reattaches { get; }

    public Counter<long> LeaseFailures { get; }

    public Counter<long> DrainAsked { get; }

    public void NoteOpened(bool resumed, ResetReason? reset) =>
        _opened.Add(1, new KeyValuePair<string, object?>(OutcomeTag, reset?.WireName() ?? (resumed ? "resumed" : "none")));

    /// <param name="reason">One of <see cref="EndReasons"/>.</param>
    public void NoteEnded(string reason) => _ended.Add(1, new KeyValuePair<string, object?>(EndTag, reason));

    public void NoteRefused(ErrorCode code) => _refused.Add(1, new KeyValuePair<string, object?>(CodeTag, code.Name));

    public void NoteError(ErrorCode code) => _errors.Add(1, new KeyValuePair<string, object?>(CodeTag, code.Name));

    /// <param name="scope">connection or user.</param>
    public void NoteRateLimited(string scope) => _rateLimited.Add(1, new KeyValuePair<string, object?>(ScopeTag, scope));

    /// <param name="outcome">One of <see cref="TicketOutcomes"/>.</param>
    public void NoteTicket(string outcome) => _tickets.Add(1, new KeyValuePair<string, object?>(TicketTag, outcome));

    /// <param name="cause">One of <see cref="CatchUpCauses"/>.</param>
    public void NoteCatchUp(string cause) => _catchUps.Add(1, new KeyValuePair<string, object?>(CauseTag, cause));

    public void NoteCaughtUp(string cause, TimeSpan duration) =>
        _catchUpDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(CauseTag, cause));

    /// <summary>Records what a push took. Where the clocks of two machines differ it may be below zero, and is zero then.</summary>
    public void NotePush(long durableToSocketUs, int commitUs)
    {
        var seconds = Math.Max(0, durableToSocketUs) / 1e6;
        _durableToSocket.Record(seconds);
        _publishToSocket.Record(seconds + (commitUs / 1e6));
    }
}
