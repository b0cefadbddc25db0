namespace Netra.Protocol;

/// <summary>The names of <see cref="MessagePriority"/> on the wire.</summary>
public static class MessagePriorityNames
{
    /// <summary>The name as it stands in <c>priority</c>.</summary>
    public static string WireName(this MessagePriority priority) => priority switch
    {
        MessagePriority.Low => "low",
        MessagePriority.Normal => "normal",
        MessagePriority.High => "high",
        MessagePriority.Critical => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "Not a priority of the protocol."),
    };

    /// <summary>Reads a name; false when it is none.</summary>
    public static bool TryParse(string name, out MessagePriority priority)
    {
        (var known, priority) = name switch
        {
            "low" => (true, MessagePriority.Low),
            "normal" => (true, MessagePriority.Normal),
            "high" => (true, MessagePriority.High),
            "critical" => (true, MessagePriority.Critical),
            _ => (false, MessagePriority.Normal),
        };
        return known;
    }

    /// <summary>Whether a replay sends it first (protocol section 3, <c>expedited</c>).</summary>
    public static bool IsExpedited(this MessagePriority priority) => priority >= MessagePriority.High;
}
