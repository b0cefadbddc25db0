using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Netra.Grains;

namespace Netra.Cluster.Tests;

public sealed class EmbeddedStorageGuardTests
{
    [Fact]
    public async Task RequireOnlyUserGrainHost_SecondHostJoins_ExactlyOneStopsAndBothSayWhy()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 1) { Silo = silo => silo.RequireOnlyUserGrainHost() });
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada");
        await cluster.Silos[0].User("ada").PublishAsync();
        await client.ReadToAsync(1);
        Assert.Equal(0, CountStopping(cluster));
        cluster.Errors.AssertNone();

        var second = await cluster.StartSiloAsync();

        await Eventually.HoldsAsync(() => CountStopping(cluster) == 1, "the end of one of the hosts");
        await Eventually.HoldsAsync(() => cluster.Errors.Entries.Count == 2, "the word of both hosts");
        Assert.All(cluster.Errors.Entries, entry =>
        {
            Assert.Equal(LogLevel.Critical, entry.Level);
            Assert.Contains("Exactly one process of a cluster may host user grains", entry.Text, StringComparison.Ordinal);
        });
        Assert.Contains(cluster.Errors.Entries, entry => entry.Text.Contains(second.Address.ToString(), StringComparison.Ordinal));
        Assert.Equal(1, CountStopping(cluster));
    }

    private static int CountStopping(NetraCluster cluster) => cluster.Silos.Count(
        silo => silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
}
