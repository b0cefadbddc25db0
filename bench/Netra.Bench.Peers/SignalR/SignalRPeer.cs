using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace Netra.Bench.Peers;

/// <summary>SignalR with its JSON protocol and its defaults, in memory or behind its Redis backplane.</summary>
internal static class SignalRPeer
{
    private const string Path = "/ws";
    private const string ChannelPrefix = "netra-bench";

    public static Command Command()
    {
        var port = PeerHost.PortOption();
        var command = new Command("signalr", "ASP.NET Core SignalR, in memory.") { port };
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetValue(port), redis: null, cancellationToken));
        return command;
    }

    public static Command RedisCommand()
    {
        var port = PeerHost.PortOption();
        var redis = new Option<string>("--redis") { Required = true, Description = "The Redis server, such as 127.0.0.1:6379." };
        var command = new Command("signalr-redis", "ASP.NET Core SignalR with its Redis backplane.") { port, redis };
        command.SetAction((parsed, cancellationToken) => ServeAsync(parsed.GetValue(port), parsed.GetValue(redis), cancellationToken));
        return command;
    }

    private static async Task ServeAsync(int port, string? redis, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        PeerHost.Configure(builder, port);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        var signalR = builder.Services.AddSignalR();
        if (redis is not null)
            signalR.AddStackExchangeRedis(redis, options => options.Configuration.ChannelPrefix = RedisChannel.Literal(ChannelPrefix));
        await using var app = builder.Build();
        app.MapHub<PushHub>(Path, options => options.Transports = HttpTransportType.WebSockets);
        app.MapPost("/api/v1/messages", PublishAsync);
        await PeerHost.RunAsync(app, cancellationToken);
    }

    /// <summary>All sends are under way before the first is awaited: one round trip to Redis for each would be slow for no reason.</summary>
    private static async Task<PublishAnswer> PublishAsync(PublishBody body, IHubContext<PushHub> hub)
    {
        var sends = new Task[body.Messages.Count];
        for (var i = 0; i < sends.Length; i++)
        {
            var message = body.Messages[i];
            sends[i] = hub.Clients.Group(message.UserId).SendAsync(message.Type, message.Payload);
        }

        await Task.WhenAll(sends);
        return new PublishAnswer([.. body.Messages.Select(_ => new PublishedMessage(null))]);
    }
}
