using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Silos and gateways as processes over PostgreSQL: any of them may die, and what was accepted is delivered.</summary>
public sealed class ClusterTests
{
    private const string User = "alice";
    private const int First = 20, Second = 40, Third = 60;

    [Fact]
    public async Task Cluster_SiloIsKilledThenAllProcessesEnd_DeliveryGoesOnAndNothingIsLost()
    {
        await using var cluster = await PostgresCluster.StartAsync(silos: 2, gateways: 2);
        var (publishes, receives) = (cluster.Gateways[0], cluster.Gateways[1]);
        HostProcess left;
        await using (var socket = await NetraSocket.ConnectAsync(receives.BaseUrl, PostgresCluster.TokenOf(User), "client_id=tab"))
        {
            await PublishAsync(publishes, 1, First);
            await AssertReceivesAsync(socket, 1, First);

            // The one where the client's user is at home. Its users move to the other one, whichever they were.
            var home = (await Scrape.OfAsync(cluster.Silos[0])).Sum("user_loaded") == 1 ? cluster.Silos[0] : cluster.Silos[1];
            Assert.Equal(1, (await Scrape.OfAsync(home)).Sum("user_loaded"));
            left = cluster.Silos.Single(silo => silo != home);
            var users = Enumerable.Range(0, 10).Select(i => $"user-{i}").ToList();
            foreach (var user in users) Assert.Equal(1, await PostgresCluster.PublishAsync(publishes, user, 1));
            var reattached = (await Scrape.OfAsync(receives)).Sum("gateway_reattaches_total");
            await home.KillAsync();
            foreach (var user in users) Assert.Equal(2, await PostgresCluster.PublishAsync(publishes, user, 2));
            await PublishAsync(publishes, First + 1, Second);
            await AssertReceivesAsync(socket, First + 1, Second);
            // Once more for each try that the cluster did not answer yet.
            await Eventually.IsAsync(true, async () => (await Scrape.OfAsync(receives)).Sum("gateway_reattaches_total") > reattached);
            Assert.Equal(0, (await Scrape.OfAsync(publishes)).Sum("gateway_reattaches_total"));
            Assert.Equal(0, (await Scrape.OfAsync(receives)).Sum("gateway_connections_ended_total"));
        }

        // All that is left dies at once. What comes back finds the membership that they left, and no gateway has to be started twice.
        await Task.WhenAll(left.KillAsync(), publishes.KillAsync(), receives.KillAsync());
        await Task.WhenAll(cluster.Silos.Concat(cluster.Gateways).Select(host => host.StartAgainAsync()));
        await PublishAsync(receives, Second + 1, Third);
        await using var later = await NetraSocket.ConnectAsync(publishes.BaseUrl, PostgresCluster.TokenOf(User), "client_id=other&start=oldest");
        await AssertReceivesAsync(later, 1, Third);
    }

    [Fact]
    public async Task Roles_OnPostgreSql_AGatewayHostsNoUserAndASiloHasNoPublicPort()
    {
        await using var cluster = await PostgresCluster.StartAsync(silos: 1, gateways: 2);
        var silo = cluster.Silos[0];
        for (var i = 0; i < 50; i++) Assert.Equal(1, await PostgresCluster.PublishAsync(cluster.Gateways[i % 2], $"user-{i}", 1));

        await AssertListensAsync(silo, silo.ManagementPort, silo.SiloPort);
        foreach (var gateway in cluster.Gateways)
            await AssertListensAsync(gateway, gateway.Port, gateway.ManagementPort, gateway.SiloPort);

        // Without the only silo no gateway takes a user, and each says that it is not ready, and why.
        await silo.KillAsync();
        foreach (var gateway in cluster.Gateways)
        {
            await Eventually.IsAsync(true, async () => (await gateway.ReadinessAsync()).Contains("no silo with user grains is in the cluster", StringComparison.Ordinal));
            var answer = await gateway.Api.SendAsync(
                HttpMethod.Post, "/api/v1/users/user-1/messages", """{"type":"note"}""", ProductionHost.PublishKey);
            answer.AssertProblem(503, "unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }
    }

    private static async Task PublishAsync(HostProcess gateway, int first, int last)
    {
        for (var n = first; n <= last; n++) Assert.Equal(n, await PostgresCluster.PublishAsync(gateway, User, n));
    }

    private static async Task AssertReceivesAsync(NetraSocket socket, int first, int last)
    {
        var frames = await socket.ReceiveDurableAsync(last - first + 1);
        Assert.Equal(Enumerable.Range(first, last - first + 1), frames.Select(frame => (int)frame.Seq!.Value));
        Assert.Equal(frames.Select(frame => $"{User}-{frame.Seq!.Value.ToString(CultureInfo.InvariantCulture)}"), frames.Select(frame => frame.Id));
    }

    /// <summary>Asks again: the system's table is read in parts, while other processes open and close.</summary>
    private static Task AssertListensAsync(HostProcess host, params int[] ports) =>
        Eventually.IsAsync(string.Join(' ', ports.Order()), () => Task.FromResult(string.Join(' ', ListeningPortsOf(host))));

    /// <summary>The ports of this machine that the process has, of those that a cluster's processes may have.</summary>
    private static IEnumerable<int> ListeningPortsOf(HostProcess host)
    {
        var inodes = Directory.GetFiles($"/proc/{host.ProcessId}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();
        return new[] { "tcp", "tcp6" }
            .SelectMany(table => File.ReadLines($"/proc/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // 0A: listening.
            .Where(fields => fields[3] == "0A" && inodes.Contains(fields[9]))
            .Select(fields => int.Parse(fields[1].AsSpan(fields[1].IndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Distinct().Order();
    }
}
