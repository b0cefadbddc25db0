using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The limits of users with one plan. What is null is as for users without a plan, which <see cref="GatewayOptions"/> says.</summary>
public sealed class PlanOptions
{
    /// <summary>As <see cref="GatewayOptions.MaxMessageBytes"/>, and not above it.</summary>
    public int? MaxMessageBytes { get; set; }

    /// <summary>As <see cref="GatewayOptions.MessagesPerSecond"/>.</summary>
    public int? MessagesPerSecond { get; set; }

    /// <summary>As <see cref="GatewayOptions.UserMessagesPerSecond"/>.</summary>
    public int? UserMessagesPerSecond { get; set; }

    /// <summary>As <see cref="GatewayOptions.ConnectionsPerUser"/>.</summary>
    public int? ConnectionsPerUser { get; set; }

    /// <summary>As <see cref="GatewayOptions.ConnectionPolicy"/>.</summary>
    public ConnectionPolicy? ConnectionPolicy { get; set; }
}
