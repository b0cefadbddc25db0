using System.Text.Json;

namespace Netra.Gateway;

/// <summary>A user's state. Describes it for the OpenAPI document.</summary>
/// <param name="Version">0 before the first change.</param>
/// <param name="State">A JSON object.</param>
internal sealed record StateBody(long Version, JsonElement State);
