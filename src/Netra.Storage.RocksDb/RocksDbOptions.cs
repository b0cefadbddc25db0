namespace Netra.Storage.RocksDb;

/// <summary>Where the embedded store is and what it may use. Checked once, at start.</summary>
public sealed class RocksDbOptions
{
    /// <summary>The directory of the store; created when missing. One process at a time.</summary>
    public string Path { get; set; } = "./data";

    /// <summary>The memory for blocks, indexes and filters that were read, in bytes.</summary>
    public long BlockCacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The size at which a column family's memory table is written to a file, in bytes.</summary>
    public long WriteBufferBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The memory for all memory tables together, in bytes; at least one <see cref="WriteBufferBytes"/>.</summary>
    public long TotalWriteBufferBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>
    /// The size of the write-ahead log at which the memory tables that hold it back are written to files, in bytes. It bounds what a start
    /// after a crash reads.
    /// </summary>
    public long MaxWalBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How many table files are kept open; -1 for all.</summary>
    public int MaxOpenFiles { get; set; } = -1;

    /// <summary>Of how many users who were written to the head is kept in memory, about 300 bytes each. The next commit of any other reads it.</summary>
    public int MaxKnownHeads { get; set; } = 50_000;

    /// <summary>After a failed write the store is opened anew before the next one: at most once in this time.</summary>
    public TimeSpan ReopenInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long closing waits for reads and writes under way. After it, the store is left to the end of the process.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
