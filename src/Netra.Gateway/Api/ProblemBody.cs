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
}
