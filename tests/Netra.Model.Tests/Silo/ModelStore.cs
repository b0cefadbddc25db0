using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Storage;
using Netra.Storage.RocksDb;

namespace Netra.Model.Tests;

/// <summary>The store of a run: in memory, or embedded in a directory of its own.</summary>
internal sealed class ModelStore : IAsyncDisposable
{
    private readonly DirectoryInfo? _directory;
    private readonly TimeProvider _time;
    private IUserLogBackend _inner;

    public ModelStore(bool isEmbedded, TimeProvider time)
    {
        _time = time;
        _directory = isEmbedded ? Directory.CreateTempSubdirectory("netra-model-") : null;
        _inner = Open();
        Backend = new FaultyBackend(_inner);
    }

    public FaultyBackend Backend { get; private set; }

    /// <summary>Closes an embedded store and opens it anew. Nobody may be using it.</summary>
    public async Task ReopenAsync()
    {
        if (_directory is null) return;
        await _inner.DisposeAsync();
        _inner = Open();
        Backend = new FaultyBackend(_inner);
    }

    public async ValueTask DisposeAsync()
    {
        await _inner.DisposeAsync();
        _directory?.Delete(recursive: true);
    }

    private IUserLogBackend Open() => _directory is null
        ? new InMemoryBackend()
        : new RocksDbBackend(Options.Create(new RocksDbOptions { Path = _directory.FullName }), _time, NullLogger<RocksDbBackend>.Instance);
}
