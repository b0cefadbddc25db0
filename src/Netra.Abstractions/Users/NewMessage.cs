using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A message for a user. Checked against the protocol by whoever took it in.</summary>
/// <param name="Type">The application's type.</param>
/// <param name="Id">The sender's id for it; null when the sender chose none.</param>
/// <param name="Payload">A JSON object in UTF-8. Handed over: nobody writes to it any more.</param>
[GenerateSerializer, Alias("netra.new_message"), Immutable]
public sealed record NewMessage(
    [property: Id(0)] string Type, [property: Id(1)] string? Id, [property: Id(2)] ReadOnlyMemory<byte> Payload)
{
    /// <summary>How much it matters.</summary>
    [Id(3)]
    public MessagePriority Priority { get; init; } = MessagePriority.Normal;

    /// <summary>How long it may be delivered, in milliseconds from its acceptance, from 1; null without an end.</summary>
    [Id(4)]
    public long? TtlMs { get; init; }

    /// <summary>Whether it goes to the log. One that does not goes to the connections that are there now, and nowhere else.</summary>
    [Id(5)]
    public bool IsDurable { get; init; } = true;
}
