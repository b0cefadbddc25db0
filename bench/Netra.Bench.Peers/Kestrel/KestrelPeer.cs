using System.Buffers;
using System.CommandLine;
using System.Net.WebSockets;

namespace Netra.Bench.Peers;

/// <summary>
/// The least that a server of this kind on Kestrel can be: accepts every upgrade, waits with a zero-byte read, echoes what comes, and copies the payload of
/// a publish to the sockets of its user. No identity, no order beyond that of the calls, nothing kept.
/// </summary>
internal static class KestrelPeer
{
    /// <summary>A query parameter at which it refuses, as a server does whose check of the token failed.</summary>
    private const string Refuse = "refuse";

    private const string User = "user";

    public static Command Command()
    {
        var port = PeerHost.PortOption();
        var command = new Command("kestrel", "A bare Kestrel WebSocket server.") { port };
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetValue(port), cancellationToken));
        return command;
    }

    private static async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        PeerHost.Configure(builder, port);
        await using var app = builder.Build();
        var users = new UserSockets();
        app.UseWebSockets();
        app.Run(context => HandleAsync(context, users));
        await PeerHost.RunAsync(app, cancellationToken);
    }

    private static Task HandleAsync(HttpContext context, UserSockets users)
    {
        if (context.WebSockets.IsWebSocketRequest && !context.Request.Query.ContainsKey(Refuse)) return ServeSocketAsync(context, users);
        if (HttpMethods.IsPost(context.Request.Method)) return KestrelPublishing.HandleAsync(context, users);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static async Task ServeSocketAsync(HttpContext context, UserSockets users)
    {
        var name = (string?)context.Request.Query[User];
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        var own = name is null ? null : users.Add(name, socket);
        try
        {
            if (own is not null) await own.SendAsync(PeerFrames.Hello);
            await EchoAsync(socket, own);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client is gone, or broke the protocol.
        }
        finally
        {
            if (own is not null) users.Remove(name!, own);
        }
    }

    private static async Task EchoAsync(WebSocket socket, UserSocket? own)
    {
        while (true)
        {
            if ((await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)).MessageType == WebSocketMessageType.Close) return;
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (part.MessageType == WebSocketMessageType.Close) return;
                    // What fits in one read is one frame; the pieces of a larger one are not mixed with what is published, since nobody publishes then.
                    if (own is not null && part.EndOfMessage) await own.SendAsync(buffer.AsMemory(0, part.Count));
                    else await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
                }
                while (!part.EndOfMessage);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
