using System.Text.Json;

namespace Netra.Gateway;

/// <summary>Retained frames, whole, in seq order.</summary>
internal sealed record MessagesPageBody(IReadOnlyList<JsonElement> Messages, bool HasMore);
