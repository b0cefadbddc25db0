using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Netra.Abstractions;
using Netra.Gateway;
using Netra.Protocol;

namespace Netra.Cluster.Tests;

/// <summary>A connection that is made to end in one way.</summary>
internal sealed class DoomedConnection
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly ClusterNode _gateway;
    private readonly UserId _user;
    private readonly Ending _ending;
    private readonly string _clientId;
    private readonly long _nowMs;
    private readonly DuplexStream _server;
    private readonly DuplexStream _stream;
    private readonly WebSocket _client;
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<bool> _serving;
    private readonly List<WeakReference> _traces = [];
    private ConnectionId _id;

    public DoomedConnection(ClusterNode gateway, string user, Ending ending, string clientId, long nowMs)
    {
        _gateway = gateway;
        _user = UserId.Parse(user);
        _ending = ending;
        _clientId = clientId;
        _nowMs = nowMs;
        (_server, _stream) = DuplexStream.CreatePair();
        _client = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        var start = ending is Ending.DuringReplay or Ending.DuringABlockedWrite or Ending.Stalled or Ending.SendFault ? "oldest" : "head";
        var parameters = TestClient.ParametersOf($"start={start}&client_id={clientId}");
        var expiresAtMs = ending == Ending.TokenExpired ? nowMs : nowMs + (3_600 * 1_000);
        var access = new Access(_user, expiresAtMs, null, new TokenStamp(null, null));
        var server = gateway.Services.GetRequiredService<ConnectionServer>();
        _serving = Task.Run(() => server.ServeAsync(access, parameters, AcceptAsync, RefuseAsync));
    }

    /// <summary>Whether the gateway has cleaned up.</summary>
    public bool IsServed => _serving.IsCompleted;

    /// <summary>What tells whether the gateway's side of it is still in memory.</summary>
    public IEnumerable<WeakReference> Traces => _traces;

    /// <summary>Comes to its end; of one that only time ends: to where it waits for it.</summary>
    public async Task EndAsync()
    {
        if (_ending == Ending.DuringAttach)
        {
            await Assert.ThrowsAsync<IOException>(() => _serving).InTime();
            return;
        }

        await Task.WhenAny(_accepted.Task, _serving).InTime();
        if (_ending is not (Ending.AtTheUpgrade or Ending.ReceiveFault or Ending.SendFault)) await ReadFrameAsync();
        await EndOpenedAsync();
        if (_ending is not (Ending.Silent or Ending.Stalled)) await _serving.InTime();
    }

    private async Task EndOpenedAsync()
    {
        switch (_ending)
        {
            case Ending.CloseFrame:
                await _client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).InTime();
                break;
            case Ending.Cut or Ending.DuringABlockedWrite:
                Cut();
                break;
            case Ending.CutInsideAFrame:
                await _stream.WriteAsync(new byte[] { 0x81, 0xFE, 0x10 });
                Cut();
                break;
            case Ending.BadFraming:
                await _stream.WriteAsync(new byte[] { 0x83, 0x80, 0, 0, 0, 0 });
                break;
            case Ending.BadText:
                await _stream.WriteAsync(new byte[] { 0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE });
                break;
            case Ending.TooBig:
                await _client.SendAsync(new byte[5_000], WebSocketMessageType.Text, true, CancellationToken.None).InTime();
                await AnswerCloseAsync(CloseCode.MessageTooBig);
                break;
            case Ending.TokenExpired:
                await AnswerCloseAsync(CloseCode.Unauthorized);
                break;
            case Ending.DuringReplay:
                for (var i = 0; i < 5; i++) await ReadFrameAsync();
                Cut();
                break;
            case Ending.Disconnected:
                Disconnect();
                await AnswerCloseAsync(CloseCode.Disconnected);
                break;
            case Ending.DisconnectedAndCut:
                Disconnect();
                Cut();
                break;
            case Ending.Replaced:
                var newer = new DoomedConnection(_gateway, _user.Value, Ending.Cut, _clientId, _nowMs);
                await newer.EndAsync();
                _traces.AddRange(newer.Traces);
                await AnswerCloseAsync(CloseCode.Replaced);
                break;
        }
    }

    private Task<WebSocket> AcceptAsync()
    {
        NoteConnection();
        if (_ending == Ending.DuringAttach) throw new IOException("The client has gone.");
        if (_ending == Ending.AtTheUpgrade) Cut();
        var socket = WebSocket.CreateFromStream(_server, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        _accepted.TrySetResult();
        return Task.FromResult(_ending switch
        {
            Ending.ReceiveFault => new FaultySocket(socket, goodReceives: 0, goodSends: int.MaxValue),
            Ending.SendFault => new FaultySocket(socket, goodReceives: int.MaxValue, goodSends: 3),
            _ => socket,
        });
    }

    private static Task RefuseAsync(Refusal refusal) => throw new InvalidOperationException($"Refused with {refusal.Code.Name}: {refusal.Detail}");

    private void NoteConnection()
    {
        var connection = _gateway.Hub.Of(_user).Last(one => one.Identity.Client.Value == _clientId);
        _id = connection.Identity.Id;
        _traces.Add(new WeakReference(connection));
    }

    private void Cut() => _stream.Dispose();

    private void Disconnect() => _gateway.Hub.Deliver(new UserPush
    {
        User = _user,
        Command = new ConnectionCommand(ConnectionCommandKind.Close, _id, CloseCode.Disconnected, "test"),
    });

    private async Task ReadFrameAsync()
    {
        while (!(await _client.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().InTime()).EndOfMessage)
        {
        }
    }

    private async Task AnswerCloseAsync(CloseCode code)
    {
        while ((await _client.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().InTime()).MessageType != WebSocketMessageType.Close)
        {
        }

        Assert.Equal((int)code, (int?)_client.CloseStatus);
        await _client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).InTime();
    }
}
