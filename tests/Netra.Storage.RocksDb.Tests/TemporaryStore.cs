using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Netra.Storage.RocksDb.Tests;

/// <summary>A directory for one test's store, deleted at its end.</summary>
internal sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("netra-rocksdb-");

    public string Path => System.IO.Path.Combine(_root.FullName, "store");

    public RocksDbBackend Open(string? path = null, TimeProvider? time = null) =>
        new(Options.Create(SmallOptions(path ?? Path)), time ?? TimeProvider.System, NullLogger<RocksDbBackend>.Instance);

    /// <summary>What a crash at this moment leaves: the files as they are, without the locks. Nothing may be writing.</summary>
    public string CopyLive()
    {
        var copy = _root.CreateSubdirectory(Guid.NewGuid().ToString("n")).FullName;
        foreach (var file in Files("*"))
        {
            if (file.Name is DirectoryLock.FileName or "LOCK") continue;
            file.CopyTo(System.IO.Path.Combine(copy, file.Name));
        }

        return copy;
    }

    public IEnumerable<FileInfo> Files(string pattern, string? path = null) => new DirectoryInfo(path ?? Path).EnumerateFiles(pattern);

    /// <summary>The write-ahead log that is being written.</summary>
    public FileInfo LastLog(string? path = null) => Files("0*.log", path).MaxBy(file => file.Name, StringComparer.Ordinal)!;

    public void Dispose() => _root.Delete(recursive: true);

    private static RocksDbOptions SmallOptions(string path) => new()
    {
        Path = path,
        BlockCacheBytes = 8 * 1024 * 1024,
        WriteBufferBytes = 1024 * 1024,
        TotalWriteBufferBytes = 4 * 1024 * 1024,
        MaxKnownHeads = 4,
    };
}
