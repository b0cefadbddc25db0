using System.Globalization;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>A connection, and what is known of one message on it.</summary>
internal sealed class ConnectionExplanation
{
    private const int ClockToleranceMs = 1_000;

    private readonly SiloAddress _gateway;
    private readonly ConnectionTrace _trace;
    private readonly string? _whyUnknown;

    public ConnectionExplanation(SiloAddress gateway, ConnectionTrace trace) => (_gateway, _trace) = (gateway, trace);

    /// <summary>One that is on the user's list, and of which no gateway has told.</summary>
    public ConnectionExplanation(ConnectionDescription listed, bool gatewayHasAnswered)
    {
        _gateway = listed.Gateway;
        _whyUnknown = gatewayHasAnswered
            ? "It is on the user's list, and its gateway does not know it: it has just come, or has gone unnoticed."
            : "Its gateway did not answer.";
        _trace = new ConnectionTrace
        {
            Connection = listed.Connection,
            Client = listed.Client,
            State = "unknown",
            ConnectedAtMs = listed.ConnectedAtMs,
            FirstCursor = 0,
            Cursor = 0,
            QueuedFrames = 0,
            Handover = Handover.Unknown,
        };
    }

    public ConnectionId Connection => _trace.Connection;

    public ClientId Client => _trace.Client;

    public long ConnectedAtMs => _trace.ConnectedAtMs;

    public bool IsOver => _trace.State is "ended" or "closing";

    public Handover Handover => _trace.Handover;

    /// <summary>Why its client was told that it will not come; null when it was not told so.</summary>
    public SkipReason? Skipped => _trace.Skipped;

    public string Name => $"'{_trace.Client}'";

    /// <summary>Whether it may have been there at a time of another process, whose clock may be a little off.</summary>
    public bool MayCover(long atMs) => _trace.ConnectedAtMs <= atMs + ClockToleranceMs && !(_trace.EndedAtMs < atMs - ClockToleranceMs);

    public ExplainedConnectionBody ToBody(long seq, long headSeq) => new()
    {
        ConnectionId = _trace.Connection.ToString(),
        ClientId = _trace.Client.Value,
        Gateway = _gateway.ToParsableString(),
        State = _trace.State,
        ConnectedAt = _trace.ConnectedAtMs,
        EndedAt = _trace.EndedAtMs,
        EndReason = _trace.EndReason,
        Given = GivenName,
        Why = Why(seq, headSeq),
    };

    /// <summary>Why the message is where it is, as a sentence.</summary>
    public string Why(long seq, long headSeq) => _trace.Handover switch
    {
        Handover.Given => "It was written to the socket.",
        Handover.Queued => Say($"It waits in the connection's queue or is being written, among {Math.Max(1, _trace.QueuedFrames)} frames: the client takes them more slowly than they come."),
        Handover.NotYet => WhyNotYet(headSeq),
        Handover.BeganLater => Say($"The connection began behind seq {_trace.FirstCursor}: its session stood there, its client asked for it, or the log had nothing older by then."),
        Handover.Skipped => Say($"The client was told with 'skipped' that it will not come: {_trace.Skipped?.WireName()}."),
        Handover.EndedBefore => _trace.Cursor < seq
            ? Say($"The connection had come to seq {_trace.Cursor} when it ended.")
            : "The connection ended while it waited in the queue: it was never written.",
        _ => _whyUnknown ?? "It was being written when the connection ended, or what is remembered of the connection does not reach so far.",
    };

    private string GivenName => _trace.Handover switch
    {
        Handover.Given => "yes",
        Handover.Queued => "queued",
        Handover.NotYet => IsOver ? "no" : "not_yet",
        Handover.Unknown => "unknown",
        _ => "no",
    };

    private string WhyNotYet(long headSeq) => _trace.State switch
    {
        "attaching" => "The connection is being made.",
        "catching_up" => Say($"The connection catches up with the log: it has come to seq {_trace.Cursor} of {headSeq}."),
        "live" => Say($"The connection has come to seq {_trace.Cursor}, and its gateway has not heard of more: a push is on its way, or was lost and is made up for at the next renewal of its lease."),
        _ => Say($"The connection is being closed, and has come to seq {_trace.Cursor}."),
    };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
