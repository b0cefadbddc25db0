using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>What the dashboard is told, against what metrics and the server API say.</summary>
public sealed class DashboardApiTests(DashboardHost dashboard) : IClassFixture<DashboardHost>, IDisposable
{
    private readonly string _user = "user-" + Guid.NewGuid().ToString("n");
    private readonly DashboardCalls _dashboard = new(dashboard.Process.ManagementUrl);

    private HostProcess Host => dashboard.Process;

    public void Dispose() => _dashboard.Dispose();

    [Fact]
    public async Task Overview_AfterTraffic_EqualsTheMetrics()
    {
        await using var first = await Host.ConnectAsync(_user);
        await using var second = await Host.ConnectAsync(_user);
        await Host.Api.PublishManyAsync(_user, 25);
        await first.ReceiveDurableAsync(25);
        await second.ReceiveDurableAsync(25);

        await EqualsAsync("connections_live", "gateway_connections", "netra_connection_state=\"live\"");
        await EqualsAsync("opened", "gateway_connections_opened_total");
        await EqualsAsync("frames_sent", "gateway_frames_sent_total");
        await EqualsAsync("bytes_sent", "gateway_payload_sent_bytes_total");
        await EqualsAsync("messages", "user_messages_total");
        await EqualsAsync("unread", "user_unread");
        await EqualsAsync("commits", "storage_commits_total");
        Assert.InRange(await _dashboard.FigureAsync("connections_live"), 2, long.MaxValue);
    }

    [Fact]
    public async Task Overview_OneProcess_IsNamedWithItsRoleAndHealth()
    {
        await Eventually.IsAsync("ok ok ok ok", async () =>
            string.Join(' ', (await _dashboard.GetAsync("overview")).GetProperty("processes")[0].GetProperty("health").EnumerateArray().Select(check => check.GetProperty("status").GetString())));

        var overview = await _dashboard.GetAsync("overview");

        var process = Assert.Single(overview.GetProperty("processes").EnumerateArray());
        Assert.Equal("all", process.GetProperty("role").GetString());
        Assert.True(process.GetProperty("answered").GetBoolean());
        Assert.Equal(0, overview.GetProperty("unanswered").GetInt32());
        Assert.InRange(process.GetProperty("figures").GetProperty("memory_bytes").GetInt64(), 1 << 20, long.MaxValue);
    }

    [Fact]
    public async Task History_AfterTraffic_HasCountedAllOfIt()
    {
        await using var socket = await Host.ConnectAsync(_user);
        await Host.Api.PublishManyAsync(_user, 40);
        await socket.ReceiveDurableAsync(40);

        // What was read less than a second ago is told again: it may be older than the traffic.
        await Eventually.IsAsync(true, async () => await _dashboard.CountedAsync("messages") >= 40);
        await Eventually.IsAsync(true, async () => await _dashboard.CountedAsync("messages") == await _dashboard.FigureAsync("messages"));
        await Eventually.IsAsync(true, async () => await _dashboard.CountedAsync("frames_sent") == await _dashboard.FigureAsync("frames_sent"));

        var history = await _dashboard.GetAsync("history");
        var at = history.GetProperty("at").EnumerateArray().Select(one => one.GetInt64()).ToList();
        Assert.Equal(at.Distinct().Order(), at);
        Assert.All(at, one => Assert.Equal(0, one % 1_000));
        var publish = history.GetProperty("latencies").GetProperty("publish");
        var busy = publish.GetProperty("count").EnumerateArray().Select((count, place) => (count.GetInt64(), place)).First(one => one.Item1 > 0).place;
        var (p50, p95, p99) = (publish.GetProperty("p50")[busy].GetDouble(), publish.GetProperty("p95")[busy].GetDouble(), publish.GetProperty("p99")[busy].GetDouble());
        Assert.True(p50 > 0 && p50 <= p95 && p95 <= p99 && p99 < 30_000, $"{p50}, {p95}, {p99}");
    }

    [Fact]
    public async Task History_Since_HasOnlyWhatIsNewer()
    {
        await Eventually.IsAsync(true, async () => (await _dashboard.GetAsync("history")).GetProperty("at").GetArrayLength() >= 3);
        var all = (await _dashboard.GetAsync("history")).GetProperty("at").EnumerateArray().Select(one => one.GetInt64()).ToList();

        var newer = await _dashboard.GetAsync($"history?since={all[1]}");

        Assert.Equal(all[2], newer.GetProperty("at")[0].GetInt64());
        Assert.Equal(newer.GetProperty("at").GetArrayLength(), newer.GetProperty("figures").GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task Connections_OfAnyState_AreThoseOfTheServerApi()
    {
        await using var socket = await Host.ConnectAsync(_user, "client_id=tab-1");
        await Host.Api.PublishManyAsync(_user, 3);
        await socket.ReceiveDurableAsync(3);

        // It is live a moment after its last frame has come.
        await Eventually.IsAsync("live 3 0", async () => string.Join(' ', new[] { "state", "cursor", "behind" }.Select((await FoundAsync()).GetProperty)));
        var found = await FoundAsync();

        var listed = (await Host.Api.UserAsync(_user)).GetProperty("connections")[0];
        foreach (var name in new[] { "connection_id", "client_id", "gateway", "connected_at" }) Assert.Equal(listed.GetProperty(name).ToString(), found.GetProperty(name).ToString());
        Assert.Equal(("live", 3, 0), (found.GetProperty("state").GetString(), found.GetProperty("cursor").GetInt64(), found.GetProperty("behind").GetInt64()));
        Assert.DoesNotContain(
            (await _dashboard.GetAsync("connections?state=slow")).GetProperty("connections").EnumerateArray(), one => one.GetProperty("user_id").GetString() == _user);
    }

    [Fact]
    public async Task Connections_ReaderThatStopped_IsCatchingUpAndSlow()
    {
        // More than all buffers between the two hold.
        var payload = $$"""{"x":"{{new string('x', 200_000)}}"}""";
        for (var i = 0; i < 40; i++) await Host.Api.PublishAsync(_user, "note", payload);
        await using var raw = await RawConnection.OpenAsync(Host.Port, 8_192);
        await raw.UpgradeAsync("start=oldest&token=" + await Host.Api.TokenAsync(_user));

        foreach (var state in new[] { "catching_up", "slow" })
        {
            await Eventually.IsAsync((true, true, true), async () =>
            {
                var found = (await _dashboard.GetAsync("connections?state=" + state)).GetProperty("connections").EnumerateArray().SingleOrDefault(one => one.GetProperty("user_id").GetString() == _user);
                return found.ValueKind == JsonValueKind.Undefined
                    ? (false, false, false)
                    : (found.GetProperty("behind").GetInt64() is > 0 and < 40, found.GetProperty("catching_up_since").GetInt64() > 0, found.GetProperty("writing_since").GetInt64() > 0);
            });
        }

        await Eventually.IsAsync(1L, () => _dashboard.FigureAsync("connections_catching_up"));
    }

    [Fact]
    public async Task Errors_AfterAWarning_HaveIt()
    {
        (await _dashboard.Api.SendAsync(HttpMethod.Put, "/logging", """{"levels":{"Netra.Nothing":"Debug"},"for_s":1}""")).AssertOk();

        await Eventually.IsAsync(true, async () => (await _dashboard.GetAsync("errors")).GetProperty("errors").EnumerateArray()
            .Any(error => error.GetProperty("level").GetString() == "warning" && error.GetProperty("text").GetString()!.Contains("Netra.Nothing=Debug", StringComparison.Ordinal)));
        // Advice that this product does not take is no warning: it would be the first thing that is seen.
        Assert.DoesNotContain("ServerGC", Host.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_ByReason_IsWithinTheHistory()
    {
        var before = await EndedAsync("disconnected");
        await using var socket = await Host.ConnectAsync(_user);
        Assert.Equal(204, (await Host.Api.SendAsync(HttpMethod.Delete, $"/api/v1/users/{_user}/connections")).Status);

        await Eventually.IsAsync(before + 1, () => EndedAsync("disconnected"));
    }

    [Theory]
    [InlineData("history?since=-1", 400)]
    [InlineData("history?since=x", 400)]
    [InlineData("connections?state=odd", 400)]
    [InlineData("connections?limit=0", 400)]
    [InlineData("connections?limit=501", 400)]
    [InlineData("users/alice/dead-letters?limit=0", 400)]
    [InlineData("users/%00", 400)]
    [InlineData("nothing", 404)]
    public async Task Get_MalformedOrUnknown_IsRefused(string path, int status) => Assert.Equal(status, (await _dashboard.TryGetAsync(path)).Status);

    [Fact]
    public async Task Dashboard_OnThePublicPort_IsNotThere()
    {
        Assert.Equal(404, (await Host.Api.GetAsync("/dashboard/")).Status);
        Assert.Equal(404, (await Host.Api.GetAsync("/dashboard/api/overview")).Status);
        Assert.Equal(404, (await Host.Api.GetAsync("/orleans/")).Status);
    }

    private async Task<JsonElement> FoundAsync() =>
        (await _dashboard.GetAsync("connections?limit=500")).GetProperty("connections").EnumerateArray().Single(one => one.GetProperty("user_id").GetString() == _user);

    private async Task<long> EndedAsync(string reason) =>
        (await _dashboard.GetAsync("overview")).GetProperty("ended").TryGetProperty(reason, out var count) ? count.GetInt64() : 0;

    private Task EqualsAsync(string figure, string metric, string? label = null) => Eventually.IsAsync(true, async () =>
        await _dashboard.FigureAsync(figure) == (long)(await Scrape.OfAsync(Host)).Sum(metric, label));
}
