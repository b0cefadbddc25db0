using System.Text.Json;

namespace Netra.Gateway;

/// <summary>An error (RFC 9457) with a stable <c>code</c>. Describes it for the OpenAPI document.</summary>
internal sealed record ProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>One of the codes of the protocol document.</summary>
    public required string Code { get; init; }

    /// <summary>Where the fault is: <c>line</c>, <c>column</c>, <c>field</c> and <c>index</c>, those that are known.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>With <c>version_conflict</c>: the version that was asked for.</summary>
    public long? ClientVersion { get; init; }

    /// <summary>With <c>version_conflict</c>: the present version.</summary>
    public long? ServerVersion { get; init; }
}
