namespace Netra.EndToEnd.Tests;

/// <summary>A host that gives its clients little time to read, to answer, and to close.</summary>
public sealed class HurriedHost : IAsyncLifetime
{
    /// <summary>How long a client may take nothing.</summary>
    public static readonly TimeSpan SlowConsumerTimeout = TimeSpan.FromSeconds(6);

    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(new HostSettings()
        .With("Netra:Gateway:SlowConsumerTimeout", "00:00:06")
        .With("Netra:Gateway:CloseTimeout", "00:00:01.500")
        .With("Netra:Gateway:HeartbeatInterval", "00:00:03")
        .With("Netra:Gateway:HeartbeatTimeout", "00:00:08")
        .With("Netra:Users:MaxMessages", "100000")
        .With("Netra:Users:MaxBytes", "134217728"));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
