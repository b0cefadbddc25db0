using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Keeps the logs in an embedded RocksDB database: the default of a single silo. Thread-safe; one group is written at a time.
/// </summary>
/// <remarks>
/// Failure policy: a group is acknowledged after its write-ahead log record is flushed (<c>fsync</c>), and after a crash every acknowledged group
/// is there. A failed write (a full disk, a broken one) fails its group with <see cref="StorageUnavailableException"/>; before the next one the
/// store is closed and opened anew, at most once in <see cref="RocksDbOptions.ReopenInterval"/>, until that succeeds: writing goes on by itself
/// when there is space again. Until the disk takes a probe the store stays open for reads; if opening fails after it, reads fail too. A damaged record is a <see cref="StorageDamagedException"/> for
/// its reader only; a commit on a damaged head is a conflict, and the load that follows tells; one that copies or erases a damaged frame fails alone. Reads run on the caller's thread and may wait for
/// the disk; they end in well under a millisecond when the blocks are in memory.
/// </remarks>
public sealed partial class RocksDbBackend : IUserLogBackend
{
    private readonly DatabaseSlot _slot;
    private readonly ILogger _logger;

    /// <summary>Opens the store, or makes one when the directory is empty or missing.</summary>
    /// <exception cref="RocksDbOpenException">It cannot be opened; the message says why.</exception>
    public RocksDbBackend(IOptions<RocksDbOptions> options, TimeProvider time, ILogger<RocksDbBackend> logger)
    {
        _logger = logger;
        _slot = new DatabaseSlot(options.Value, time, logger);
        Parts = [new StoreProbe(this, _slot)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<IStoragePart> Parts { get; }

    /// <summary>Runs before each write; what it throws is a failure of the disk. For tests of failures.</summary>
    internal Action? BeforeWrite { get; set; }

    /// <summary>Waits for what is under way, within <see cref="RocksDbOptions.CloseTimeout"/>, and closes the store.</summary>
    public ValueTask DisposeAsync() => _slot.DisposeAsync();
}
