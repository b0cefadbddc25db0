namespace Netra.Abstractions;

/// <summary>A message to append to a user's log. Checked against the protocol by whoever took it in.</summary>
/// <param name="Type">The application's type.</param>
/// <param name="Id">The sender's id for it; null when the sender chose none.</param>
/// <param name="Payload">A JSON object in UTF-8. Handed over: nobody writes to it any more.</param>
[GenerateSerializer, Alias("netra.new_message"), Immutable]
public sealed record NewMessage(
    [property: Id(0)] string Type, [property: Id(1)] string? Id, [property: Id(2)] ReadOnlyMemory<byte> Payload);
