using Netra.Grains;

namespace Netra.Cluster.Tests;

/// <summary>What a cluster is made of.</summary>
internal sealed record ClusterShape(int Silos = 2, int Gateways = 1)
{
    public Action<UserGrainOptions> Users { get; init; } = _ => { };

    public Action<Gateway.GatewayOptions> Gateway { get; init; } = _ => { };

    /// <summary>The clock of the gateways.</summary>
    public TimeProvider GatewayTime { get; init; } = TimeProvider.System;

    /// <summary>More for the silos with user grains.</summary>
    public Action<ISiloBuilder> Silo { get; init; } = _ => { };
}
