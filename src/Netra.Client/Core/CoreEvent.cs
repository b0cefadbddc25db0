using System.Text.Json;

namespace Netra.Client;

/// <summary>What can happen to a client (docs/client.md, section 12). Never logged: it may hold a token or a payload.</summary>
internal abstract record CoreEvent
{
    public sealed record Connect : CoreEvent;

    public sealed record Disconnect : CoreEvent;

    public sealed record Wake : CoreEvent;

    public sealed record Hide : CoreEvent;

    public sealed record Token(string Value) : CoreEvent;

    /// <param name="IsFinal">There will be no token.</param>
    public sealed record TokenFailed(bool IsFinal) : CoreEvent;

    public sealed record FrameReceived(ServerFrame Frame) : CoreEvent;

    public sealed record BadFrame : CoreEvent;

    /// <param name="Code">1006 where there was no close frame.</param>
    /// <param name="Reason">What the close frame says.</param>
    public sealed record Closed(int Code, string Reason) : CoreEvent;

    /// <summary>The upgrade was answered by HTTP.</summary>
    public sealed record Refused(int Status, long? RetryAfterMs) : CoreEvent;

    public sealed record TimerFired(TimerName Timer) : CoreEvent;

    public sealed record Handled(long Delivery) : CoreEvent;

    public sealed record Send(string Id, string Type, JsonElement Payload) : CoreEvent;

    /// <param name="Id">The id of the change.</param>
    /// <param name="Change">The change.</param>
    /// <param name="Ask">The application wants to be asked at a conflict.</param>
    public sealed record ChangeState(string Id, StateChange Change, bool Ask) : CoreEvent;

    /// <param name="Id">The id of the change.</param>
    /// <param name="Change">What is sent instead; null gives it up.</param>
    public sealed record Resolved(string Id, StateChange? Change) : CoreEvent;
}
