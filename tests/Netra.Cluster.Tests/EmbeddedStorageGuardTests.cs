using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Grains;

namespace Netra.Cluster.Tests;

public sealed class EmbeddedStorageGuardTests
{
    [Fact]
    public async Task RequireOnlyUserGrainHost_SecondHostJoins_TheYoungerStopsAndSaysWhy()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 1) { Silo = silo => silo.RequireOnlyUserGrainHost() });
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await cluster.Silos[0].User("ada").PublishAsync();
        await client.ReadToAsync(1);
        Assert.False(IsStopping(cluster.Silos[0]));
        cluster.Errors.AssertNone();

        var second = await TryStartAsync(cluster);

        await Eventually.HoldsAsync(
            () => cluster.Errors.Entries.Any(entry => entry.Level == LogLevel.Critical
                && entry.Text.Contains("Exactly one process of a cluster may host user grains", StringComparison.Ordinal)),
            "the word of the younger host");
        if (second is not null) await Eventually.HoldsAsync(() => IsStopping(second), "the end of the younger host");
        Assert.False(IsStopping(cluster.Silos[0]));
        await cluster.Silos[0].User("ada").PublishAsync();
        await client.ReadToAsync(2, after: 1);
    }

    /// <summary>Starts a second host; null when the guard has ended it before it was up.</summary>
    private static async Task<ClusterNode?> TryStartAsync(NetraCluster cluster)
    {
        try
        {
            return await cluster.StartSiloAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or OrleansLifecycleCanceledException)
        {
            return null;
        }
    }

    private static bool IsStopping(ClusterNode silo) =>
        silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
}
