namespace Netra.EndToEnd.Tests;

/// <summary>A host that soon loses patience with its clients.</summary>
public sealed class WaryHost : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(new HostSettings()
        .With("Netra:Gateway:RequestHeadersTimeout", "00:00:02")
        .With("Netra:Gateway:MessageTimeout", "00:00:06")
        // Beyond the 5 seconds after which the web server would cut a socket by itself.
        .With("Netra:Gateway:SlowConsumerTimeout", "00:00:08")
        .With("Netra:Gateway:CloseTimeout", "00:01:00")
        .With("Netra:Drain:GracePeriod", "00:02:00")
        .With("Netra:Gateway:MessagesPerSecond", "10")
        // Who goes without a word is still on the list for a moment when the next one comes.
        .With("Netra:Gateway:ConnectionsPerUser", "50")
        .With("Netra:Users:MaxBytes", "134217728"));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
