namespace Netra.Webhooks;

/// <summary>Which messages of clients go to HTTP endpoints, and how. Read once, when the services are built: a change needs a restart.</summary>
public sealed class WebhookOptions
{
    /// <summary>The routes. None: no message leaves the cluster.</summary>
    public IList<WebhookRouteOptions> Routes { get; init; } = [];

    /// <summary>The most requests of one route that are under way at once, in one silo.</summary>
    public int MaxConcurrentCalls { get; set; } = 64;

    /// <summary>The most messages of one route that wait for one of those; beyond it a call fails at once.</summary>
    public int MaxWaitingCalls { get; set; } = 1024;

    /// <summary>The part of a route's tries, above 0 and at most 1, that must fail in <see cref="CircuitSamplingTime"/> to open its circuit.</summary>
    public double CircuitFailureRatio { get; set; } = 0.5;

    /// <summary>The fewest tries in <see cref="CircuitSamplingTime"/> that say anything, from 2.</summary>
    public int CircuitMinimumTries { get; set; } = 10;

    /// <summary>How far back tries count, from half a second to a day.</summary>
    public TimeSpan CircuitSamplingTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls of an open circuit fail at once, from half a second to a day; then a single one tries the endpoint.</summary>
    public TimeSpan CircuitBreakTime { get; set; } = TimeSpan.FromSeconds(5);
}
