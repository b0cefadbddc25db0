using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>Races of a connection with its user's grain, one step at a time.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class ConnectionTests(SharedCluster shared)
{
    private static readonly StateToSend Snapshot = new(new UserState(0, "{}"u8.ToArray()), ResyncReason: null);

    private readonly BlockingUser _user = new();
    private readonly ClientWebSocketEnd _socket = new(beforeAccept: null);
    private readonly byte[] _buffer = new byte[64 * 1024];

    [Fact]
    public async Task ReattachAsync_AskedAgainWhileAnAttachIsUnderWay_AttachesOnceMore()
    {
        var connection = Create(DateTimeOffset.UtcNow.AddHours(1));
        connection.TakePlace(Attached(head: 0) with { State = Snapshot });
        var running = connection.RunAsync(await _socket.AcceptAsync());
        var reattaching = connection.ReattachAsync();
        var first = await _user.NextAttachAsync();

        // The grain that takes the first attach goes away and says so before its answer is here.
        _ = connection.ReattachAsync();
        first.SetResult(Attached(head: 0));
        (await _user.NextAttachAsync()).SetResult(Attached(head: 0));

        Assert.True(await reattaching.InTime());
        await EndAsync(running);
    }

    [Fact]
    public async Task Tick_TokenAboutToExpireBeforeTheUpgradeIsThrough_SendsNothingBeforeTheFirstFrame()
    {
        var connection = Create(DateTimeOffset.UtcNow.AddSeconds(29));
        Assert.NotNull(connection.Tick(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));

        connection.TakePlace(Attached(head: 0) with { State = Snapshot });
        var running = connection.RunAsync(await _socket.AcceptAsync());

        Assert.Contains("connection_established", await ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("state_snapshot", await ReceiveAsync(), StringComparison.Ordinal);
        Assert.NotNull(connection.Tick(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        Assert.Contains("token_expiring", await ReceiveAsync(), StringComparison.Ordinal);
        await EndAsync(running);
    }

    [Fact]
    public async Task Close_PageIsUnderWay_SendsNothingBehindTheCloseFrameAndEndsInOrder()
    {
        var connection = Create(DateTimeOffset.UtcNow.AddHours(1));
        var server = await _socket.AcceptAsync();
        connection.TakePlace(Attached(head: 1));
        var running = connection.RunAsync(server);
        Assert.Contains("connection_established", await ReceiveAsync(), StringComparison.Ordinal);
        var pull = await _user.NextPullAsync();
        connection.Close(CloseCode.ServiceRestart, "service restart");
        Assert.Equal(WebSocketMessageType.Close, (await _socket.Client.ReceiveAsync(_buffer, CancellationToken.None).InTime()).MessageType);

        pull.SetResult(new PullResult { Known = true, Seqs = [1], Frames = ["{}"u8.ToArray()], UpToSeq = 1, HeadSeq = 1 });
        Assert.False(running.IsCompleted);
        await _socket.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).InTime();
        await running.InTime();
        Assert.Equal(WebSocketState.Closed, server.State);
    }

    private static AttachResult Attached(long head) => new()
    {
        Status = AttachStatus.Attached,
        Epoch = Epoch.NewEpoch(),
        HeadSeq = head,
        OldestSeq = head == 0 ? 0 : 1,
        Place = new StartingPlace { ReplayTo = head },
    };

    private Connection Create(DateTimeOffset expires)
    {
        var gateway = shared.Cluster.Gateway.Services;
        var services = ActivatorUtilities.CreateInstance<ConnectionServices>(gateway, (IUserDirectory)_user);
        var identity = new ConnectionIdentity(ConnectionId.NewId(), UserId.Parse("blocked"), ClientId.NewId(), false, services.NowMs());
        return new Connection(identity, services, new Access(identity.User, expires.ToUnixTimeMilliseconds(), null, new TokenStamp(null, null)));
    }

    private async Task<string> ReceiveAsync()
    {
        var read = await _socket.Client.ReceiveAsync(_buffer, CancellationToken.None).InTime();
        return Encoding.UTF8.GetString(_buffer, 0, read.Count);
    }

    private async Task EndAsync(Task running)
    {
        _socket.Client.Abort();
        await running.InTime();
    }
}
