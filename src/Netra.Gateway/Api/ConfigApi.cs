using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary><c>GET /api/v1/config</c>: what a client needs to know before it connects. No key.</summary>
internal sealed class ConfigApi(IOptions<GatewayOptions> options, PlanTable plans)
{
    private static readonly string Version =
        typeof(ConfigApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public Task ReadAsync(HttpContext context)
    {
        var gateway = options.Value;
        var limits = plans.LimitsOf(null);
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        return context.Response.WriteAsJsonAsync(
            new ConfigBody
            {
                WebsocketUrl = gateway.PublicUrl ?? $"{scheme}://{context.Request.Host}{context.Request.PathBase}{NetraEndpoints.SocketPath}",
                Protocols = [ProtocolVersion.Subprotocol],
                Heartbeat = new HeartbeatBody((long)gateway.HeartbeatInterval.TotalMilliseconds, (long)gateway.HeartbeatTimeout.TotalMilliseconds),
                Limits = new LimitsBody(limits.MaxMessageBytes, limits.MessagesPerSecond, limits.Connections),
                Version = Version,
            },
            ApiJson.Default.ConfigBody);
    }
}
