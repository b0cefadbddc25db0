namespace Netra.Client.Tests;

/// <summary>The real host that the tests share, as a process of its own. Each test has users of its own.</summary>
public sealed class ClientHost : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
