namespace Netra.EndToEnd.Tests;

/// <summary>A host that the tests of one or more classes share. Each test has users of its own.</summary>
public abstract class RunningHost(HostSettings settings) : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(settings);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
