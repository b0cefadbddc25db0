using System.Globalization;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The dashboard of a cluster of a silo and a gateway, by either of them.</summary>
public sealed class DashboardClusterTests
{
    [Fact]
    public async Task Overview_OfSiloAndGateway_IsTheSameAtBothAndLosesTheOneThatDies()
    {
        await using var silo = await HostProcess.StartAsync(DashboardHost.Settings().With("Netra:Role", "Silo"));
        await using var gateway = await HostProcess.StartAsync(DashboardHost.Settings()
            .With("Netra:Role", "Gateway")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + silo.SiloPort.ToString(CultureInfo.InvariantCulture)));
        using var ofSilo = new DashboardCalls(silo.ManagementUrl);
        using var ofGateway = new DashboardCalls(gateway.ManagementUrl);
        await using var socket = await gateway.ConnectAsync("alice", "client_id=phone");
        await gateway.Api.PublishManyAsync("alice", 30);
        await socket.ReceiveDurableAsync(30);

        foreach (var calls in new[] { ofSilo, ofGateway })
        {
            await Eventually.IsAsync("gateway silo", async () => RolesOf(await calls.GetAsync("overview")));
            // Messages are counted by the silo, and connections by the gateway.
            await Eventually.IsAsync((30L, 1L), async () => (await calls.FigureAsync("messages"), await calls.FigureAsync("connections_live")));
            await Eventually.IsAsync((30L, 30L), async () => (await calls.CountedAsync("messages"), await calls.CountedAsync("frames_sent") - 2));
            Assert.Equal("alice", Assert.Single((await calls.GetAsync("connections")).GetProperty("connections").EnumerateArray()).GetProperty("user_id").GetString());
            Assert.Equal(1, (await calls.GetAsync("users/alice")).GetProperty("connections").GetArrayLength());
        }

        await gateway.KillAsync();
        await Eventually.IsAsync("silo", async () => RolesOf(await ofSilo.GetAsync("overview")));
        Assert.Equal((30L, 0L), (await ofSilo.FigureAsync("messages"), await ofSilo.FigureAsync("connections_live")));
        Assert.True(await ofSilo.CountedAsync("frames_sent") >= 30, "The history of the gateway went with it.");
    }

    private static string RolesOf(JsonElement overview) =>
        string.Join(' ', overview.GetProperty("processes").EnumerateArray().Select(process => process.GetProperty("role").GetString()).Order());
}
