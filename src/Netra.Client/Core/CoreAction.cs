using System.Text.Json;

namespace Netra.Client;

/// <summary>What a client is to do (docs/client.md, section 12). Never logged: it may hold a token or a payload.</summary>
internal abstract record CoreAction
{
    public sealed record Connection(ConnectionStatus Status) : CoreAction;

    public sealed record GetToken(TokenReason Reason) : CoreAction;

    public sealed record Open(OpenQuery Query) : CoreAction;

    /// <param name="Frame">The frame as it goes out, JSON in UTF-8.</param>
    public sealed record Send(ReadOnlyMemory<byte> Frame) : CoreAction;

    public sealed record Close(int Code) : CoreAction;

    public sealed record SetTimer(TimerName Timer, long InMs) : CoreAction;

    public sealed record ClearTimer(TimerName Timer) : CoreAction;

    /// <param name="Delivery">The number that <see cref="CoreEvent.Handled"/> names.</param>
    /// <param name="Frame">The message.</param>
    public sealed record Deliver(long Delivery, ServerFrame Frame) : CoreAction;

    public sealed record TellReset(PositionReset Reset) : CoreAction;

    public sealed record TellSkipped(SkippedMessages Skipped) : CoreAction;

    public sealed record State(long Version, JsonElement Value) : CoreAction;

    public sealed record Conflict(string Id, StateConflict Met) : CoreAction;

    public sealed record Accept(Accepted Accepted) : CoreAction;

    public sealed record Reject(string Id, string Code, string Message) : CoreAction;

    public sealed record TellError(string Code, string Message, string? Ref) : CoreAction;

    public sealed record Save(PositionRecord Record) : CoreAction;

    public sealed record SaveOutbox(IReadOnlyList<OutboxRecord> Entries) : CoreAction;
}
