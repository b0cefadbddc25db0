namespace Netra.EndToEnd.Tests;

/// <summary>A host with short heartbeats.</summary>
public sealed class QuickHost : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(new HostSettings()
        .With("Netra:Gateway:HeartbeatInterval", "00:00:01")
        .With("Netra:Gateway:HeartbeatTimeout", "00:00:03"));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
