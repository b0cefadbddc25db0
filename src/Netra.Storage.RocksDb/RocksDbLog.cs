using Microsoft.Extensions.Logging;

namespace Netra.Storage.RocksDb;

internal static partial class RocksDbLog
{
    [LoggerMessage(RocksDbEventIds.Opened, LogLevel.Information, "Opened the store in {Path}, epoch {Epoch}.")]
    public static partial void Opened(ILogger logger, string path, string epoch);

    [LoggerMessage(RocksDbEventIds.Closed, LogLevel.Information, "Closed the store in {Path}.")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(RocksDbEventIds.WriteFailed, LogLevel.Error, "A write failed; the store is opened anew before the next one.")]
    public static partial void WriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(RocksDbEventIds.Reopened, LogLevel.Information, "Opened the store anew after a failed write.")]
    public static partial void Reopened(ILogger logger);

    [LoggerMessage(RocksDbEventIds.ReopenFailed, LogLevel.Error, "The store could not be opened anew; it is tried again.")]
    public static partial void ReopenFailed(ILogger logger, Exception exception);

    [LoggerMessage(RocksDbEventIds.HeadUnreadable, LogLevel.Error, "A head record is damaged; the commit on it counts as a conflict.")]
    public static partial void HeadUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(
        RocksDbEventIds.CloseTimedOut, LogLevel.Warning, "Reads or writes did not end in {Timeout}; the store is left to the end of the process.")]
    public static partial void CloseTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(RocksDbEventIds.WorkKeyUnreadable, LogLevel.Error, "A work record's key names no user ({Key}); it is passed over.")]
    public static partial void WorkKeyUnreadable(ILogger logger, string key);

    [LoggerMessage(
        RocksDbEventIds.SourceUnreadable, LogLevel.Error, "A frame that a commit copies or erases is missing or damaged; the commit fails.")]
    public static partial void SourceUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(RocksDbEventIds.FormatRaised, LogLevel.Information, "Raised the store in {Path} from format version {From} to {To}.")]
    public static partial void FormatRaised(ILogger logger, string path, int from, int to);
}
