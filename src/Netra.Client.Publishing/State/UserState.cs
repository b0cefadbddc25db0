using System.Text.Json;

namespace Netra.Client.Publishing;

/// <summary>A user's state.</summary>
/// <param name="Version">Grows by one with each change; 0 before the first.</param>
/// <param name="State">A JSON object.</param>
public sealed record UserState(long Version, JsonElement State);
