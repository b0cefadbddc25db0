namespace Netra.Storage.RocksDb;

/// <summary>The log event ids of this backend: 3100 to 3199. Never reused.</summary>
internal static class RocksDbEventIds
{
    public const int Opened = 3100;
    public const int Closed = 3101;
    public const int WriteFailed = 3102;
    public const int Reopened = 3103;
    public const int ReopenFailed = 3104;
    public const int HeadUnreadable = 3105;
    public const int CloseTimedOut = 3106;
    public const int WorkKeyUnreadable = 3107;
    public const int SourceUnreadable = 3108;
    public const int FormatRaised = 3109;
}
