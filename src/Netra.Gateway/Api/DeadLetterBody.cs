using System.Text.Json;

namespace Netra.Gateway;

/// <summary>A message that was given up. Describes it for the OpenAPI document.</summary>
internal sealed record DeadLetterBody
{
    public required long Seq { get; init; }

    /// <summary><c>overflow</c>, <c>age</c>, <c>expired</c>, <c>handler_failed</c> or <c>undeliverable</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when, Unix milliseconds.</summary>
    public required long At { get; init; }

    public required JsonElement Message { get; init; }
}
