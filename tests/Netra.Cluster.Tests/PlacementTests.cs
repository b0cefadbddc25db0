namespace Netra.Cluster.Tests;

[Collection(SharedClusterCollection.Name)]
public sealed class PlacementTests(SharedCluster shared)
{
    private readonly NetraCluster _cluster = shared.Cluster;

    [Fact]
    public async Task GetGrain_ManyUsers_NoneIsPlacedOnAGateway()
    {
        var nodes = _cluster.Silos.Concat(_cluster.Gateways).ToList();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => nodes[i % nodes.Count].User($"placed-{i}").DescribeAsync())).InTime();

        var grains = await _cluster.Gateway.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        var homes = grains
            .Where(grain => grain.GrainId.Key.ToString()!.StartsWith("placed-", StringComparison.Ordinal))
            .GroupBy(grain => grain.SiloAddress, grain => grain.GrainId)
            .ToDictionary(group => group.Key, group => group.Distinct().Count());
        Assert.Equal(300, homes.Values.Sum());
        // On how many of them is up to Orleans, which looks at what they have to do.
        Assert.Subset(_cluster.Silos.Select(silo => silo.Address).ToHashSet(), homes.Keys.ToHashSet());
    }
}
