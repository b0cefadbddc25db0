namespace Netra.Storage;

/// <summary>The log event ids of storage: 3000 to 3099 here, 3100 to 3199 of the RocksDB backend, 3200 to 3299 of the PostgreSQL backend. Never reused.</summary>
internal static class StorageEventIds
{
    public const int GroupWritten = 3000;
    public const int GroupFailed = 3001;
    public const int CommitsTimedOut = 3002;
    public const int DrainIncomplete = 3003;
}
