namespace Netra.Abstractions;

/// <summary>An application message of a client, or its change of the state.</summary>
/// <param name="Type">The frame's type.</param>
/// <param name="Id">The idempotency key, 1 to 128 characters; null without one.</param>
/// <param name="Payload">A JSON object in UTF-8; empty for a change of the state.</param>
/// <param name="Change">The change of the state, where it is one; its <see cref="StateChange.ExpectedVersion"/> is set.</param>
[GenerateSerializer, Alias("netra.submitted_item"), Immutable]
public sealed record SubmittedItem(
    [property: Id(0)] string Type,
    [property: Id(1)] string? Id,
    [property: Id(2)] ReadOnlyMemory<byte> Payload,
    [property: Id(3)] StateChange? Change = null)
{
    /// <summary>The trace that it is a part of; null where none is recorded.</summary>
    [Id(4)]
    public TraceContext? Trace { get; init; }
}
