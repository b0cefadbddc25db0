using System.Text.Json;

namespace Netra.Bench.Peers;

/// <summary>One message of it.</summary>
internal sealed record PublishMessage(string UserId, string Type, JsonElement Payload);
