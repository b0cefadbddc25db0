using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>The limits of each plan. Thread-safe.</summary>
internal sealed class PlanTable(IOptions<GatewayOptions> options)
{
    /// <summary>The limits of users with a plan, or without one. They may be others at the next call: the configuration is read again when it changes.</summary>
    public PlanLimits LimitsOf(string? plan)
    {
        var gateway = options.Value;
        return new PlanLimits(
            gateway.MaxMessageBytes, gateway.MessagesPerSecond, gateway.UserMessagesPerSecond, gateway.ConnectionsPerUser, gateway.ConnectionPolicy);
    }
}
