using Microsoft.Extensions.Logging;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>What handlers and background work log. Event ids 2040 to 2069. Never a payload. Whose dead letters they are is said: nothing else leads an operator to them.</summary>
internal static partial class HandlersLog
{
    [LoggerMessage(2040, LogLevel.Warning, "The handler of '{Type}' failed (try {Attempt} of {MaxAttempts})")]
    public static partial void TryFailed(ILogger logger, string type, int attempt, int maxAttempts, Exception exception);

    [LoggerMessage(2041, LogLevel.Error, "A message of type '{Type}' is a dead letter of the user '{User}': its handler failed as often as it may")]
    public static partial void GivenUp(ILogger logger, string type, UserId user);

    [LoggerMessage(2042, LogLevel.Debug, "A run of the handler of '{Type}' that was given up has ended")]
    public static partial void AbandonedRunEnded(ILogger logger, string type, Exception? exception);

    [LoggerMessage(2043, LogLevel.Debug, "A run of the handler of '{Type}' is void: the state or the log was changed by another")]
    public static partial void RunIsVoid(ILogger logger, string type);

    [LoggerMessage(2044, LogLevel.Warning, "Nothing handles messages of type '{Type}' on this silo; one for the background is a dead letter in {Timeout}")]
    public static partial void HandlerIsMissing(ILogger logger, string type, TimeSpan timeout);

    [LoggerMessage(2045, LogLevel.Error, "A message of type '{Type}' failed unexpectedly; its sender is told")]
    public static partial void SubmitFailed(ILogger logger, string type, Exception exception);

    [LoggerMessage(2046, LogLevel.Warning, "Whether a message of type '{Type}' without an id was handled is not known; its sender is told")]
    public static partial void EndIsUnknown(ILogger logger, string type, Exception exception);

    [LoggerMessage(2049, LogLevel.Warning, "What the handler of '{Type}' registered for its cancellation failed")]
    public static partial void CancellationFailed(ILogger logger, string type, Exception exception);

    [LoggerMessage(2050, LogLevel.Error, "Work of a user stopped unexpectedly; it goes on when its user is woken again")]
    public static partial void WorkStopped(ILogger logger, Exception exception);

    [LoggerMessage(2051, LogLevel.Error, "A record of work can't be read; it is kept")]
    public static partial void WorkUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(2052, LogLevel.Debug, "A user's outbox could not be delivered to a user (failure {Failures} in a row)")]
    public static partial void DeliveryFailed(ILogger logger, int failures, Exception? exception);

    [LoggerMessage(2053, LogLevel.Error, "{Count} messages of the outbox of the user '{User}' are dead letters: they could not be delivered within {Timeout}")]
    public static partial void Undeliverable(ILogger logger, int count, UserId user, TimeSpan timeout);

    [LoggerMessage(2054, LogLevel.Debug, "What became of a user's work could not be stored now; it is tried again")]
    public static partial void WorkNotStored(ILogger logger, Exception exception);

    [LoggerMessage(2055, LogLevel.Debug, "That a job was stopped in an orderly way could not be stored; it counts a restart more")]
    public static partial void RestartNotTakenBack(ILogger logger, Exception exception);

    [LoggerMessage(2060, LogLevel.Warning, "The users who have work left could not be looked for; the next look comes after {Interval}")]
    public static partial void ScanFailed(ILogger logger, TimeSpan interval, Exception exception);

    [LoggerMessage(2061, LogLevel.Warning, "A user who has work left could not be woken; the next look tries again")]
    public static partial void WakeFailed(ILogger logger, Exception exception);

    [LoggerMessage(2062, LogLevel.Debug, "{Count} users who have work left were woken")]
    public static partial void Woken(ILogger logger, int count);
}
