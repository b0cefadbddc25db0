using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Netra.Bench;

/// <summary>
/// The least that a WebSocket server on Kestrel can be: accepts every upgrade, waits with a zero-byte read, echoes. The peer against which idle
/// memory is measured, and the reference under attack. A process of its own; it ends when its input does.
/// </summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    /// <summary>A query parameter at which it refuses, as a server does whose check of the token failed.</summary>
    public const string Refuse = "refuse";

    private const string Ready = "bare kestrel is ready";
    private readonly ServerProcess _process;

    private BareKestrel(ServerProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public static async Task<BareKestrel> StartAsync(RunContext run)
    {
        var port = FreePorts.Next();
        string[] command = [.. OwnProgram.Command, "bare-kestrel", "--port", port.ToString(CultureInfo.InvariantCulture)];
        var process = await ServerProcess.StartAsync("Bare Kestrel", command, run.Program.Environment, line => line == Ready, run.CancellationToken);
        run.Report.NoteProcess(process.Id);
        return new BareKestrel(process, port);
    }

    public static Command Command()
    {
        var port = new Option<int>("--port") { Required = true };
        var command = new Command("bare-kestrel", "The peer that idle is measured against.") { port };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetValue(port), cancellationToken));
        return command;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task ServeAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Run(HandleAsync);
        await app.StartAsync(cancellationToken);
        Console.WriteLine(Ready);
        await OwnProgram.InputEndsAsync(cancellationToken);
    }

    private static async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || context.Request.Query.ContainsKey(Refuse))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        try
        {
            await EchoAsync(socket);
        }
        catch (WebSocketException)
        {
            // The client is gone, or broke the protocol.
        }
    }

    private static async Task EchoAsync(WebSocket socket)
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
                    await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
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
