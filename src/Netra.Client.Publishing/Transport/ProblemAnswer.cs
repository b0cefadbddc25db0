using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>An error as problem+json (RFC 9457).</summary>
internal sealed record ProblemAnswer
{
    public string? Detail { get; init; }

    public string? Code { get; init; }

    public FrameErrorDetails? Details { get; init; }

    public long? ClientVersion { get; init; }

    public long? ServerVersion { get; init; }
}
