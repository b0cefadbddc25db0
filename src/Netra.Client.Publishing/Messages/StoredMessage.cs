using System.Text.Json;

namespace Netra.Client.Publishing;

/// <summary>A message of a user's log, as clients get it.</summary>
public sealed record StoredMessage
{
    public required string Type { get; init; }

    public required string Id { get; init; }

    /// <summary>Its place in the user's log, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Payload { get; init; }
}
