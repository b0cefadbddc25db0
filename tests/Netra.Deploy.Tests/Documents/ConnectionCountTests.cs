using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;
using Netra.Host;
using Netra.Storage.PostgreSql;
using Npgsql;

namespace Netra.Deploy.Tests;

/// <summary>The sum of connections in docs/deploying.md is that of the code's pools and of the manifests' limits.</summary>
public sealed partial class ConnectionCountTests
{
    /// <summary>A command beside the processes, and what PostgreSQL keeps for superusers.</summary>
    private const int Others = 1 + 3;

    /// <summary>A connection of each shard asks whether it serves.</summary>
    private const int Probe = 1;

    private static readonly string Page = RepositoryFolder.Read("docs/deploying.md");
    private static readonly ManifestSet Production = Overlay.Read(Overlay.Production);

    [Fact]
    public void Sum_OfProduction_IsWhatThePageSays()
    {
        var store = new PostgreSqlOptions();
        var ofLog = store.WritersPerShard + store.ReadConnectionsPerShard + Probe;
        var ofMembership = new NpgsqlConnectionStringBuilder(MembershipDatabase.Bounded("Host=a")).MaxPoolSize;
        var (silos, gateways) = (Most("netra-silo"), Most("netra-gateway"));
        var (logs, members) = (silos * ofLog, (silos + gateways) * ofMembership);

        Assert.Contains($"{silos} × {ofLog} = {logs}", Page, StringComparison.Ordinal);
        Assert.Contains($"({silos} + {gateways}) × {ofMembership} = {members}", Page, StringComparison.Ordinal);
        var said = int.Parse(Said().Match(Page).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(said, logs + members + Others, 2 * (logs + members));
    }

    /// <summary>As many as there may be at once, with the one more of a rolling update.</summary>
    private static int Most(string deployment) => Production.One<V2HorizontalPodAutoscaler>(deployment).Spec.MaxReplicas
        + int.Parse(Production.One<V1Deployment>(deployment).Spec.Strategy.RollingUpdate.MaxSurge.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("`max_connections = ([0-9]+)`")]
    private static partial Regex Said();
}
