using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Ends a call of the server API with an error of the catalogue.</summary>
internal sealed class ApiException(ErrorCode code, string detail, FrameErrorDetails? details = null) : Exception(detail)
{
    public ApiException(FrameError error)
        : this(error.Code, error.Message, error.Details) => RetryAfterMs = error.RetryAfterMs;

    public ErrorCode Code => code;

    public FrameErrorDetails? Details => details;

    /// <summary>After how many milliseconds another try makes sense, where that is known.</summary>
    public long? RetryAfterMs { get; }

    /// <summary>The versions that do not agree, with <c>version_conflict</c>.</summary>
    public VersionConflict? Conflict { get; init; }
}
