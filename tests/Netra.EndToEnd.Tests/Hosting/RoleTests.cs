using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>A silo and a gateway as processes of their own.</summary>
public sealed class RoleTests
{
    [Fact]
    public async Task SiloAndGateway_OnOneMachine_PublishAndReceive()
    {
        await using var silo = await HostProcess.StartAsync(new HostSettings { Environment = "Production" }.With("Netra:Role", "Silo"));
        await using var gateway = await HostProcess.StartAsync(ProductionHost.Settings()
            .With("Netra:Role", "Gateway")
            .With("Netra:Cluster:PrimarySilo", "127.0.0.1:" + silo.SiloPort.ToString(CultureInfo.InvariantCulture)));
        await using var socket = await NetraSocket.ConnectAsync(gateway.BaseUrl, TestToken.For("alice", ProductionHost.Secret));
        await socket.ReceiveAsync("state_snapshot");

        for (var n = 1; n <= 20; n++)
        {
            var answer = await gateway.Api.SendAsync(
                HttpMethod.Post, "/api/v1/users/alice/messages", $$$"""{"type":"note","payload":{"n":{{{n}}}}}""", ProductionHost.PublishKey);
            Assert.Equal(n, answer.AssertOk().GetProperty("seq").GetInt64());
        }

        await socket.SendAsync("""{"type":"note","payload":{"n":21}}""");
        await Replay.AssertNotesAsync(1, 21, socket);

        Assert.True(Directory.Exists(silo.DataPath));
        Assert.False(Directory.Exists(gateway.DataPath), "A gateway stores nothing.");
        await Assert.ThrowsAsync<HttpRequestException>(() => silo.Api.GetAsync("/api/v1/config"));
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(0, await silo.StopAsync());
    }
}
