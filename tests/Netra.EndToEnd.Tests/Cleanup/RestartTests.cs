namespace Netra.EndToEnd.Tests;

/// <summary>What is left of connections when their host ends.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task ServerShutdown_ByAKillWithTheLimitOfConnections_LeavesNoGhost()
    {
        await using var host = await HostProcess.StartAsync();
        var alice = new UserCalls(host.Api, "alice");
        var before = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => host.ConnectAsync("alice", $"client_id=tab-{i}")));
        await alice.AssertConnectionsAsync(5);

        await host.KillAsync();
        foreach (var socket in before)
        {
            Assert.Equal(SocketEnd.Lost, (await socket.EndAsync()).Code);
            await socket.DisposeAsync();
        }

        await host.StartAgainAsync();
        Assert.Empty(await alice.ConnectionIdsAsync());
        var after = await Task.WhenAll(Enumerable.Range(5, 5).Select(i => host.ConnectAsync("alice", $"client_id=tab-{i}")));
        Assert.Equal(5, (await alice.ConnectionIdsAsync()).Count);
        foreach (var socket in after)
        {
            await socket.PingAsync();
            await socket.DisposeAsync();
        }
    }
}
