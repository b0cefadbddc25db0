namespace Netra.EndToEnd.Tests;

/// <summary>A host with default settings that all test classes share. Each test has users of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
