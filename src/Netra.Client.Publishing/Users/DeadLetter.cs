using System.Text.Json;

namespace Netra.Client.Publishing;

/// <summary>A message that was given up.</summary>
public sealed record DeadLetter
{
    /// <summary>Its place among the user's dead letters and in the user's log.</summary>
    public required long Seq { get; init; }

    /// <summary><c>overflow</c>, <c>age</c>, <c>expired</c>, <c>handler_failed</c> or <c>undeliverable</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The message as it is kept, a JSON object; a frame, where it was one.</summary>
    public required JsonElement Message { get; init; }
}
