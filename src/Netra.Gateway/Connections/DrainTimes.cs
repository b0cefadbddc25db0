namespace Netra.Gateway;

/// <summary>What a drain takes beside the times that are options.</summary>
internal static class DrainTimes
{
    /// <summary>
    /// For how long callers are served and told to leave their HTTP connections, at least. A server that closes its port at once cuts calls that
    /// come on connections which it takes for idle.
    /// </summary>
    public static readonly TimeSpan CallerWindow = TimeSpan.FromMilliseconds(500);

    /// <summary>How long calls that are under way are waited for before others are refused behind them. The server itself waits for those that take longer.</summary>
    public static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long calls are refused, once none is under way, before the port is closed: who comes back from the last call learns why.</summary>
    public static readonly TimeSpan RefusalWindow = TimeSpan.FromMilliseconds(500);

    /// <summary>How much later than its deadline a connection may be gone: a step of the timer wheel, and the detach.</summary>
    public static readonly TimeSpan CutDelay = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a drain takes from its begin to the closing of the port, starvation aside.</summary>
    public static TimeSpan Longest(DrainOptions options, TimeSpan closeTimeout) =>
        ReadinessOf(options) + options.Duration + closeTimeout + CutDelay + CallPatience + RefusalWindow;

    public static TimeSpan ReadinessOf(DrainOptions options) => options.ReadinessDelay ?? DrainOptions.DefaultReadinessDelay;
}
