using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What outages and drains are seen by: <c>/metrics</c>, and the body of <c>/health/ready</c>.</summary>
[Collection(nameof(Alone))]
public sealed class OutageMetricsTests
{
    [Fact]
    public async Task Storage_ThatStumblesAndThenIsDown_IsCountedAndNamed()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Store", "PostgreSql")
            .With("Netra:Storage:PostgreSql:Shards:0:Name", "first")
            .With("Netra:Storage:PostgreSql:Shards:0:ConnectionString", database));
        await host.Api.PublishAsync("alice", "note", "{}");
        await AssertStumblesAsync(host, database);

        await postgres.StopAsync();
        for (var i = 0; i < 2; i++) (await host.Api.PostAsync("/api/v1/users/alice/messages", """{"type":"note"}""")).AssertProblem(503, "unavailable");

        var health = await HealthAsync(host);
        Assert.Equal("unhealthy", health.Status);
        Assert.Equal(["first"], health.Check("storage").GetProperty("data").GetProperty("failing").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("unhealthy", health.Check("storage").GetProperty("status").GetString());
        Assert.Equal("ok", health.Check("cluster").GetProperty("status").GetString());
        await Scrape.AssertAsync(host, 2, "user_unavailable_total");
        var scrape = await Scrape.OfAsync(host);
        Assert.InRange(scrape.Sum("storage_failures_total"), 1, 2);
        // The first met it with its commit, the second when it read the log anew.
        Assert.InRange(scrape.Sum("user_load_failures_total"), 1, 2);
        Assert.Equal(2, scrape.Sum("user_messages_total"));

        await postgres.StartAgainAsync();
        await Eventually.IsAsync("ok", async () => (await HealthAsync(host)).Status);
    }

    [Fact]
    public async Task Gateway_ThatDoesNotAnswer_CostsBatchesAndIsCaughtUpWith()
    {
        await using var cluster = await PostgresCluster.StartAsync(silos: 1, gateways: 2, gateway => gateway.With("Netra:Gateway:LeaseInterval", "00:00:01"));
        var (silo, frozen, other) = (cluster.Silos[0], cluster.Gateways[0], cluster.Gateways[1]);
        await using var socket = await NetraSocket.ConnectAsync(frozen.BaseUrl, PostgresCluster.TokenOf("alice"));
        await PostgresCluster.PublishAsync(other, "alice", 1);
        await socket.ReceiveDurableAsync(1);
        frozen.Suspend();
        await PostgresCluster.PublishAsync(other, "alice", 2);
        await PostgresCluster.PublishAsync(other, "alice", 3);

        await Eventually.IsAsync(true, async () => (await Scrape.OfAsync(silo)).Sum("streaming_batch_failures_total") >= 1);
        frozen.Resume();
        await Eventually.IsAsync(true, async () => (await Scrape.OfAsync(silo)).Sum("streaming_pushes_dropped_total") >= 1);
        Assert.Equal(3, (await Scrape.OfAsync(silo)).Sum("user_messages_total"));
        Assert.Equal(0, (await Scrape.OfAsync(silo)).Sum("gateway_frames_sent_total"));
        Assert.Equal(0, (await Scrape.OfAsync(other)).Sum("user_messages_total"));
        Assert.Contains("netra_role=\"gateway\"", (await Scrape.OfAsync(other)).Text, StringComparison.Ordinal);
        Assert.Contains("netra_role=\"silo\"", (await Scrape.OfAsync(silo)).Text, StringComparison.Ordinal);

        // A silo that does not answer is missed by the leases first: each batch that it leaves unanswered is one.
        await using var leased = await NetraSocket.ConnectAsync(other.BaseUrl, PostgresCluster.TokenOf("alice"));
        await leased.ReceiveAsync("connection_established");
        Assert.Equal(0, (await Scrape.OfAsync(other)).Sum("gateway_lease_failures_total"));
        silo.Suspend();
        await Eventually.IsAsync(true, async () => (await Scrape.OfAsync(other)).Sum("gateway_lease_failures_total") >= 1);
    }

    [Fact]
    public async Task Drain_UnderWay_IsSeenWithTheConnectionsThatItAsked()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Drain:ReadinessDelay", "00:00:03")
            .With("Netra:Gateway:CloseTimeout", "00:00:03"));
        // It does not answer the close frame, so that the process is still there when the others have gone.
        await using var mute = await RawConnection.OpenAsync(host.Port);
        await mute.UpgradeAsync("token=" + await host.TokenAsync("mute"));
        await using var first = await host.ConnectAsync("alice");
        await using var second = await host.ConnectAsync("bob");
        await Scrape.AssertAsync(host, 0, "gateway_draining");
        host.AskToStop();

        await Scrape.AssertAsync(host, 1, "gateway_draining");
        Assert.Equal("draining", (await HealthAsync(host)).Check("cluster").GetProperty("description").GetString());
        await first.ReceiveAsync("reconnect");
        await second.ReceiveAsync("reconnect");
        await Scrape.AssertAsync(host, 3, "gateway_drain_asked_total");
        await Scrape.AssertAsync(host, 2, "gateway_connections_ended_total", "netra_end_reason=\"service_restart\"");
        Assert.Equal(0, await host.ExitAsync());
    }

    [Fact]
    public async Task Ready_OfAFullGateway_IsDegradedAndSaysSo()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:Gateway:MaxConnections", "1"));
        Assert.Equal("ok", (await HealthAsync(host)).Status);
        await using var only = await host.ConnectAsync("alice");

        var health = await HealthAsync(host);
        Assert.Equal("degraded", health.Status);
        Assert.Equal(
            """{"name":"connections","status":"degraded","description":"all 1 connections are there; new ones are refused","data":{"connections":1,"limit":1,"waiting":0}}""",
            health.Check("connections").GetRawText());
    }

    /// <summary>What costs a try more and nothing else: a rollback for another session, another writer, a connection that is lost.</summary>
    private static async Task AssertStumblesAsync(HostProcess host, string database)
    {
        await using (var stumbling = await StumblingDatabase.OpenAsync(database))
        {
            await stumbling.FailNextCommitsAsync();
            Assert.Equal(2, await host.Api.PublishAsync("alice", "note", "{}"));
            await stumbling.EndReadersAsync();
            Assert.Equal(0, (await host.Api.UserAsync("bob")).GetProperty("head_seq").GetInt64());
        }

        await Scrape.AssertAsync(host, 1, "storage_retries_total", "netra_storage_operation=\"read\"");
        var scrape = await Scrape.OfAsync(host);
        Assert.Equal(1, scrape.Sum("storage_retries_total", "netra_storage_operation=\"commit\""));
        Assert.Equal(1, scrape.Sum("storage_conflicts_total"));
        Assert.Equal(1, scrape.Sum("user_retries_total", "netra_retry_cause=\"conflict\""));
        Assert.Equal(1, scrape.Sum("user_retries_total"));
        Assert.Equal((0, 0, 0), (scrape.Sum("storage_failures_total"), scrape.Sum("user_unavailable_total"), scrape.Sum("user_load_failures_total")));
    }

    private static async Task<Health> HealthAsync(HostProcess host)
    {
        using var json = JsonDocument.Parse(await host.ReadinessAsync());
        return new Health(json.RootElement.Clone());
    }

    private sealed record Health(JsonElement Body)
    {
        public string Status => Body.GetProperty("status").GetString()!;

        public JsonElement Check(string name) => Body.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);
    }
}
