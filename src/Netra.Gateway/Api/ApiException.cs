using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Ends a call of the server API with an error of the catalogue.</summary>
internal sealed class ApiException(ErrorCode code, string detail, FrameErrorDetails? details = null) : Exception(detail)
{
    public ApiException(FrameError error)
        : this(error.Code, error.Message, error.Details)
    {
    }

    public ErrorCode Code => code;

    public FrameErrorDetails? Details => details;
}
