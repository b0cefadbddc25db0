namespace Netra.Gateway;

/// <summary>
/// The plans that a token may name in its claim <c>plan</c>. Four are built in; each of their limits can be overridden, and others added. Read again when
/// the configuration changes: open connections are held to the new limits at once, but for the count of connections, which new ones meet.
/// </summary>
public sealed class PlansOptions
{
    /// <summary>The limits of each plan by its name, in which case does not count.</summary>
    public Dictionary<string, PlanOptions> Plans { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["free"] = new PlanOptions { MessagesPerSecond = 10, UserMessagesPerSecond = 20, ConnectionsPerUser = 3 },
        ["early"] = new PlanOptions { MessagesPerSecond = 25, UserMessagesPerSecond = 50, ConnectionsPerUser = 5 },
        ["mid"] = new PlanOptions { MessagesPerSecond = 50, UserMessagesPerSecond = 100, ConnectionsPerUser = 5 },
        ["enterprise"] = new PlanOptions { MessagesPerSecond = 200, UserMessagesPerSecond = 400, ConnectionsPerUser = 20 },
    };
}
