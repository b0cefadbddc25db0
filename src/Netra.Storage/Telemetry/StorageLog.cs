using Microsoft.Extensions.Logging;

namespace Netra.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(StorageEventIds.GroupWritten, LogLevel.Debug, "Wrote a group of {Commits} commits, {Conflicts} of them conflicts.")]
    public static partial void GroupWritten(ILogger logger, int commits, int conflicts);

    [LoggerMessage(StorageEventIds.GroupFailed, LogLevel.Error, "Storage failed a group of {Commits} commits.")]
    public static partial void GroupFailed(ILogger logger, Exception exception, int commits);

    [LoggerMessage(StorageEventIds.CommitsTimedOut, LogLevel.Warning, "{Commits} commits timed out after {Timeout}.")]
    public static partial void CommitsTimedOut(ILogger logger, int commits, TimeSpan timeout);

    [LoggerMessage(StorageEventIds.DrainIncomplete, LogLevel.Warning, "Closed with {Commits} commits not known to be written.")]
    public static partial void DrainIncomplete(ILogger logger, int commits);
}
