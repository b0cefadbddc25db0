using System.Net;
using Orleans.Configuration;

namespace Netra.Host;

/// <summary>How this process joins its cluster.</summary>
internal static class ClusterSetup
{
    private const string Npgsql = "Npgsql";

    /// <summary>Sets membership, addresses and liveness.</summary>
    /// <param name="silo">This process in the cluster.</param>
    /// <param name="cluster">The settings.</param>
    /// <param name="database">The membership's connection string; null with <see cref="MembershipStore.Local"/>.</param>
    public static ISiloBuilder UseNetraCluster(this ISiloBuilder silo, ClusterSettings cluster, string? database)
    {
        if (cluster.Kubernetes) silo.UseKubernetesHosting();
        if (database is not null)
        {
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = Npgsql;
                options.ConnectionString = MembershipDatabase.Bounded(database);
            });
            // Behind the silo, which has made the table ready.
            silo.Services.AddHostedService<MembershipRefresher>();
        }
        else
        {
            silo.UseDevelopmentClustering(PrimaryOf(cluster));
        }

        silo.Configure<EndpointOptions>(endpoints => Configure(endpoints, cluster));
        // Behind that of Kubernetes, which reads variables of its own: what is set here holds.
        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = cluster.ClusterId;
            options.ServiceId = cluster.ServiceId;
        });
        silo.Services.AddSingleton<IFatalErrorHandler, FatalErrorExit>();
        return silo.UseNetraLiveness();
    }

    /// <summary>The address on which this process listens for the others.</summary>
    public static IPAddress ListeningAddressOf(ClusterSettings cluster)
    {
        var advertised = AdvertisedAddressOf(cluster);
        // The advertised one may be that of a machine in front of this one, and need not be of this machine.
        return advertised is not null && IPAddress.IsLoopback(advertised) ? advertised : IPAddress.Any;
    }

    private static void Configure(EndpointOptions endpoints, ClusterSettings cluster)
    {
        if (AdvertisedAddressOf(cluster) is { } advertised) endpoints.AdvertisedIPAddress = advertised;
        endpoints.SiloPort = cluster.SiloPort;
        endpoints.SiloListeningEndpoint = new IPEndPoint(ListeningAddressOf(cluster), cluster.SiloPort);
        // No Orleans client connects from outside: gateways are silos.
        endpoints.GatewayPort = 0;
    }

    /// <summary>Null: the machine's own, or the pod's, which Orleans finds.</summary>
    private static IPAddress? AdvertisedAddressOf(ClusterSettings cluster)
    {
        if (cluster.AdvertisedAddress is not null && IPAddress.TryParse(cluster.AdvertisedAddress, out var address)) return address;
        return cluster.Membership == MembershipStore.Local ? IPAddress.Loopback : null;
    }

    /// <summary>Asked for before the settings are checked: what is no port is told then.</summary>
    private static IPEndPoint PrimaryOf(ClusterSettings cluster) => cluster.PrimarySilo is not null && IPEndPoint.TryParse(cluster.PrimarySilo, out var primary)
        ? primary
        : new IPEndPoint(AdvertisedAddressOf(cluster) ?? IPAddress.Loopback, Math.Clamp(cluster.SiloPort, IPEndPoint.MinPort, IPEndPoint.MaxPort));
}
