using Microsoft.Extensions.Logging;

namespace Netra.Client.Publishing;

/// <summary>What the publisher logs. Event ids 7100 to 7199. Never a key, a ticket, a payload or a user.</summary>
internal static partial class PublisherLog
{
    [LoggerMessage(7100, LogLevel.Information, "The call '{Operation}' is tried again after {Delay}; try {Try} ended with {Why}")]
    public static partial void Retrying(ILogger logger, string operation, int @try, TimeSpan delay, string why);

    [LoggerMessage(7101, LogLevel.Debug, "A batch of {Count} messages ({Bytes} bytes) was answered; {Failed} were refused for good, {Later} are tried again")]
    public static partial void BatchAnswered(ILogger logger, int count, long bytes, int failed, int later);

    [LoggerMessage(7102, LogLevel.Warning, "{Count} messages were not published, or are not known to be")]
    public static partial void MessagesFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(7103, LogLevel.Information, "The server finds batches of {Bytes} bytes too large; they are halved")]
    public static partial void BatchHalved(ILogger logger, long bytes);

    [LoggerMessage(7104, LogLevel.Error, "The publish queue has failed and takes no more messages")]
    public static partial void QueueFailed(ILogger logger, Exception exception);
}
