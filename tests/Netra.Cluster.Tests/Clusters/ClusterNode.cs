using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;
using Orleans.TestingHost;

namespace Netra.Cluster.Tests;

/// <summary>One silo of a cluster, with user grains or as a gateway.</summary>
internal sealed class ClusterNode(InProcessSiloHandle handle, CuttableNetwork network)
{
    private bool _isGone;

    public SiloAddress Address => handle.SiloAddress;

    public bool IsKilled => network.IsCut;

    public IServiceProvider Services => handle.ServiceProvider;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public ConnectionHub Hub => Services.GetRequiredService<ConnectionHub>();

    public LeaseRenewer Leases => Services.GetRequiredService<LeaseRenewer>();

    public IUserGrain User(string user) => Grains.GetGrain<IUserGrain>(UserGrainIds.Of(UserId.Parse(user)));

    /// <summary>Whether this silo knows what grains each of the given silos has.</summary>
    public bool KnowsGrainsOf(IEnumerable<ClusterNode> nodes)
    {
        var known = Services.GetRequiredService<IClusterManifestProvider>().Current.Silos;
        return nodes.All(node => known.ContainsKey(node.Address));
    }

    /// <summary>Whether this silo takes another for dead.</summary>
    public bool KnowsDead(ClusterNode other) => Services.GetRequiredService<ISiloStatusOracle>().IsDeadSilo(other.Address);

    /// <summary>Cuts it off from everybody, in the middle of whatever it does, as a kill does.</summary>
    public void Kill()
    {
        _isGone = true;
        network.Cut();
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    public async Task StopAsync()
    {
        _isGone = true;
        await handle.StopSiloAsync(stopGracefully: true);
    }

    public async ValueTask DisposeAsync()
    {
        var wasCut = network.IsCut;
        network.Heal();
        if (wasCut || !_isGone) await handle.StopSiloAsync(stopGracefully: false);
        await handle.DisposeAsync();
    }
}
