using Microsoft.Extensions.Logging;

namespace Netra.Webhooks;

/// <summary>What webhooks log. Event ids 6000 to 6099. Never a secret, a signature, a payload or an answer's content.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(6000, LogLevel.Debug, "Webhook {Route} answered after {Tries} tries")]
    public static partial void Succeeded(ILogger logger, string route, int tries);

    [LoggerMessage(6001, LogLevel.Debug, "Webhook {Route} rejected a message; its sender is told")]
    public static partial void Rejected(ILogger logger, string route);

    [LoggerMessage(6002, LogLevel.Warning, "Webhook {Route} failed after {Tries} tries ({Outcome}): {Why}")]
    public static partial void Failed(ILogger logger, string route, int tries, string outcome, string why);

    [LoggerMessage(6003, LogLevel.Debug, "Webhook {Route} was not called ({Outcome}): {Why}")]
    public static partial void NotCalled(ILogger logger, string route, string outcome, string why);

    [LoggerMessage(6004, LogLevel.Debug, "Webhook {Route} is tried again after {Delay}; try {Try} ended with {Why}")]
    public static partial void Retrying(ILogger logger, string route, int @try, TimeSpan delay, string why);

    [LoggerMessage(6005, LogLevel.Warning, "The circuit of webhook {Route} is open: its calls fail at once for {BreakTime}")]
    public static partial void CircuitOpened(ILogger logger, string route, TimeSpan breakTime);

    [LoggerMessage(6006, LogLevel.Information, "The circuit of webhook {Route} is closed: it is called again")]
    public static partial void CircuitClosed(ILogger logger, string route);
}
