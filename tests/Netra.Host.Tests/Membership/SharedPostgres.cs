namespace Netra.Host.Tests;

/// <summary>One PostgreSQL server for all tests that leave it running. Each makes databases of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
