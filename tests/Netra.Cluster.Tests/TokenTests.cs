using System.Security.Cryptography;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>What ends a user's connections on several gateways at once, and what one of several gateways may have.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class TokenTests(SharedCluster shared) : IDisposable
{
    private readonly NetraCluster _cluster = shared.Cluster;

    public void Dispose() => _cluster.Errors.AssertNone();

    [Fact]
    public async Task Revoke_AllTokens_ClosesTheConnectionsOnBothGatewaysAndRefusesOthers()
    {
        await using var here = await TestClient.ConnectAsync(_cluster.Gateways[0], "revoked");
        await using var there = await TestClient.ConnectAsync(_cluster.Gateways[1], "revoked");
        var user = _cluster.Silos[0].User("revoked");
        Assert.Equal(new TokenRevocationResult(true, 2), await user.RevokeTokensAsync(new TokenRevocation()));

        Assert.Equal((4401, "token_revoked"), (await here.ClosedAsync(), here.CloseReason));
        Assert.Equal((4401, "token_revoked"), (await there.ClosedAsync(), there.CloseReason));
        await using var old = await TestClient.ConnectAsync(_cluster.Gateways[1], "revoked");
        Assert.Equal("token_revoked", old.RefusedWith);
        var later = new TokenStamp(DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds(), null);
        await using var fresh = await TestClient.ConnectAsync(_cluster.Gateways[1], "revoked", token: later);
        Assert.Null(fresh.RefusedWith);
    }

    [Fact]
    public async Task Revoke_OneToken_LeavesTheOthersAlone()
    {
        await using var meant = await TestClient.ConnectAsync(_cluster.Gateways[0], "revoked-one", token: new TokenStamp(1, "a"));
        await using var other = await TestClient.ConnectAsync(_cluster.Gateways[1], "revoked-one", token: new TokenStamp(1, "b"));
        var user = _cluster.Silos[1].User("revoked-one");
        Assert.Equal(new TokenRevocationResult(true, 1), await user.RevokeTokensAsync(new TokenRevocation("a")));

        Assert.Equal(4401, await meant.ClosedAsync());
        await user.PublishAsync();
        await other.ReadToAsync(1);
    }

    [Fact]
    public async Task Disconnect_AllConnections_ClosesThemOnBothGatewaysWithTheReason()
    {
        await using var here = await TestClient.ConnectAsync(_cluster.Gateways[0], "disconnected");
        await using var there = await TestClient.ConnectAsync(_cluster.Gateways[1], "disconnected");
        var user = _cluster.Silos[0].User("disconnected");
        Assert.Equal(2, await user.DisconnectAsync(new DisconnectRequest(null, """{"reason":"bye","reconnect":false}""")));
        Assert.Empty((await user.DescribeAsync()).Connections);

        Assert.Equal((4410, """{"reason":"bye","reconnect":false}"""), (await here.ClosedAsync(), here.CloseReason));
        Assert.Equal(4410, await there.ClosedAsync());
    }

    [Fact]
    public async Task Disconnect_CloseIsLostOnTheWay_TheNextLeaseTellsIt()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateways[0], "disconnect-lost");
        _cluster.Pushes.LoseNext();
        Assert.Equal(1, await _cluster.Silos[0].User("disconnect-lost").DisconnectAsync(new DisconnectRequest(null, "bye")));
        Assert.True(await _cluster.Pushes.Lost.WaitAsync(Eventually.Deadline));
        await client.AssertNothingMoreAsync();

        await _cluster.Gateways[0].Leases.RenewAllAsync().InTime();

        Assert.Equal((4410, "bye"), (await client.ClosedAsync(), client.CloseReason));
    }

    [Fact]
    public async Task Redeem_OnTwoGatewaysAtOnce_GivesOneGrant()
    {
        for (byte i = 0; i < 20; i++)
        {
            var hash = SHA256.HashData([i]);
            var grant = await Book(0, hash).KeepAsync(hash, UserId.Parse("ada"), "mid", TimeSpan.FromMinutes(1));
            Assert.NotNull(grant);

            var redeemed = await Task.WhenAll(Enumerable.Range(0, 8).Select(j => Book(j % 2, hash).RedeemAsync(hash))).InTime();

            Assert.Equal(grant, Assert.Single(redeemed, one => one.Status == TicketStatus.Redeemed).Grant);
            Assert.Equal(7, redeemed.Count(one => one is { Status: TicketStatus.Unknown, Grant: null }));
        }
    }

    private ITicketBookGrain Book(int gateway, byte[] hash) =>
        _cluster.Gateways[gateway].Grains.GetGrain<ITicketBookGrain>(TicketBookGrainIds.Of(hash));
}
