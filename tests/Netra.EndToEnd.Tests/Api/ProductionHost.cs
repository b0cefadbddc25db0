namespace Netra.EndToEnd.Tests;

/// <summary>A host as it would be in Production, with a signing key and API keys of its own.</summary>
public sealed class ProductionHost : IAsyncLifetime
{
    public const string PublishKey = "publish-key";
    public const string ReadKey = "read-key";
    public const string TicketKey = "ticket-key";
    public const string Secret = "the secret of these tests, 32 bytes or more";

    private HostProcess? _process;

    public HostProcess Process => _process!;

    /// <summary>What a host needs in Production.</summary>
    public static HostSettings Settings() => new HostSettings { Environment = "Production" }
        .With("Netra:Authentication:Keys:0:Algorithm", "HS256")
        .With("Netra:Authentication:Keys:0:Secret", Secret)
        .With("Netra:Api:Keys:0:Name", "publisher")
        .With("Netra:Api:Keys:0:Sha256", ApiKeyTests.HashOf(PublishKey))
        .With("Netra:Api:Keys:0:Scopes:0", "publish")
        .With("Netra:Api:Keys:1:Name", "reader")
        .With("Netra:Api:Keys:1:Sha256", ApiKeyTests.HashOf(ReadKey))
        .With("Netra:Api:Keys:1:Scopes:0", "read")
        .With("Netra:Api:Keys:2:Name", "door")
        .With("Netra:Api:Keys:2:Sha256", ApiKeyTests.HashOf(TicketKey))
        .With("Netra:Api:Keys:2:Scopes:0", "tickets");

    public async ValueTask InitializeAsync() => _process = await HostProcess.StartAsync(Settings());

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
