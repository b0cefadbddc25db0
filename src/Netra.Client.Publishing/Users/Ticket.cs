using System.Text.Json.Serialization;

namespace Netra.Client.Publishing;

/// <summary>Lets a client connect once, in a token's place.</summary>
/// <param name="Text">What the client passes as its token. A secret until it is used; <see cref="ToString"/> leaves it out.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
public sealed record Ticket([property: JsonPropertyName("ticket")] string Text, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"{nameof(Ticket)} {{ {nameof(ExpiresAt)} = {ExpiresAt:O} }}";
}
