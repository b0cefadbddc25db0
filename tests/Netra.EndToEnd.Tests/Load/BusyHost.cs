namespace Netra.EndToEnd.Tests;

/// <summary>A host without a rate limit that matters.</summary>
public sealed class BusyHost : IAsyncLifetime
{
    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(
        new HostSettings().With("Netra:Gateway:MessagesPerSecond", "100000")
            .With("Netra:Gateway:UserMessagesPerSecond", "100000").With("Netra:Users:MaxMessages", "100000"));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
