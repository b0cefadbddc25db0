namespace Netra.Protocol;

/// <summary>A frame from a client whose members have the shapes that protocol section 2 asks for.</summary>
/// <param name="Kind">What it asks for; never <see cref="ClientFrameKind.ReservedForServer"/>.</param>
/// <param name="Type">1 to 64 UTF-16 code units.</param>
/// <param name="Id">1 to 128 UTF-16 code units, or null.</param>
/// <param name="Payload">
/// A JSON object in UTF-8, <c>{}</c> when there was none. It may be a slice of the parsed input: it lives as long as that, and is not to be
/// written to.
/// </param>
public readonly record struct ClientFrame(ClientFrameKind Kind, string Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The sender's <c>traceparent</c> (<see cref="Protocol.TraceParent"/>); null without a valid one.</summary>
    public string? TraceParent { get; init; }
}
