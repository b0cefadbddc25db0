namespace Netra.Cluster.Tests;

/// <summary>Two silos and two gateways for all tests that end none of them. Each test has users of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    internal NetraCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 2, Gateways: 2)
    {
        Users = users => users.MaxMessages = 10_000,
    });

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
