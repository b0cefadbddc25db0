using System.Net;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>The server answered with an error.</summary>
public sealed class NetraApiException : Exception
{
    internal NetraApiException(HttpStatusCode status, string? code, string detail, Exception? inner = null)
        : base(code is null ? $"{(int)status}: {detail}" : $"{(int)status} {code}: {detail}", inner)
    {
        StatusCode = status;
        Code = code;
        Detail = detail;
    }

    /// <summary>The status of the answer, or the one that belongs to the code where one of many messages failed.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The stable code of the protocol (<see cref="ErrorCodes"/>); null when the answer was none of Netra's.</summary>
    public string? Code { get; }

    /// <summary>What was wrong, for people. Don't compare it.</summary>
    public string Detail { get; }

    /// <summary>Where the fault is, when the server said it.</summary>
    public FrameErrorDetails? Details { get; init; }

    /// <summary>When another try makes sense, when the server said it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>With <c>version_conflict</c>: the version that the change was meant for.</summary>
    public long? ClientVersion { get; init; }

    /// <summary>With <c>version_conflict</c>: the version that the state has.</summary>
    public long? ServerVersion { get; init; }

    /// <summary>Whether the same call may succeed later: statuses 429 and 503.</summary>
    public bool IsTransient => StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
