using System.Text.Json;

namespace Netra.Client;

/// <summary>The user's state at one version.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Value">The document, an object.</param>
public sealed record StateSnapshot(long Version, JsonElement Value);
