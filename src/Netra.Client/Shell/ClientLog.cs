using Microsoft.Extensions.Logging;

namespace Netra.Client;

/// <summary>What a client logs. Event ids 7500 to 7599. Never a token or a payload.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(7500, LogLevel.Information, "Connected, resumed {Resumed}")]
    public static partial void Connected(ILogger logger, bool resumed);

    [LoggerMessage(7501, LogLevel.Information, "Waiting {Delay} before the next connection; the one before ended with {Code} {Reason}")]
    public static partial void Waiting(ILogger logger, TimeSpan? delay, int? code, string? reason);

    [LoggerMessage(7502, LogLevel.Warning, "Closed for good: {Code} {Reason}")]
    public static partial void Closed(ILogger logger, int? code, string? reason);

    [LoggerMessage(7503, LogLevel.Debug, "The connection is {State}")]
    public static partial void Changed(ILogger logger, ConnectionState state);

    [LoggerMessage(7504, LogLevel.Warning, "Messages {From} to {To} will not come: {Reason}")]
    public static partial void Skipped(ILogger logger, long from, long to, string reason);

    [LoggerMessage(7505, LogLevel.Warning, "The position was not honoured ({Reason}); messages {From} to {To} are lost")]
    public static partial void Reset(ILogger logger, string reason, long? from, long? to);

    [LoggerMessage(7506, LogLevel.Warning, "{Code}: {Text} (about {Ref})")]
    public static partial void Error(ILogger logger, Exception? exception, string code, string text, string? @ref);

    [LoggerMessage(7507, LogLevel.Error, "A watcher of {Name} has thrown")]
    public static partial void WatcherFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(7508, LogLevel.Warning, "A handler did not end in {Patience}; its message comes again")]
    public static partial void HandlerIsSlow(ILogger logger, TimeSpan patience);

    [LoggerMessage(7509, LogLevel.Critical, "The client has failed and is closed")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(7510, LogLevel.Information, "The last reader has left and there is no handler; messages wait for the next")]
    public static partial void Deserted(ILogger logger);
}
