using System.Text.Json;

namespace Netra.Client;

/// <summary>A change that was written against an older version than the server has.</summary>
/// <param name="Change">The change.</param>
/// <param name="Version">The server's version.</param>
/// <param name="State">What the server has.</param>
public sealed record StateConflict(StateChange Change, long Version, JsonElement State);
