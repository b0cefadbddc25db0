namespace Netra.EndToEnd.Tests;

/// <summary>A host that keeps five messages of a user, asks for an audience, and allows one origin.</summary>
public sealed class SmallHost : IAsyncLifetime
{
    public const int MaxMessages = 5;
    public const string Audience = "netra-tests";
    public const string Origin = "https://app.example.com";

    private HostProcess? _process;

    public HostProcess Process => _process!;

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(new HostSettings()
        .With("Netra:Users:MaxMessages", "5")
        .With("Netra:Authentication:Audience", Audience)
        .With("Netra:Gateway:AllowedOrigins:0", Origin));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
