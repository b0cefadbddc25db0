using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Netra.Gateway;

/// <summary>
/// The limits of each plan, read again whenever the configuration changes. Failure policy: what can't be read or is wrong leaves the limits as they were
/// and is logged as an error; at start it is an error of start. Thread-safe.
/// </summary>
/// <remarks>
/// Not an <see cref="IOptionsMonitor{TOptions}"/>: that one throws what is wrong at whoever changed the configuration, where nobody hears of it.
/// </remarks>
internal sealed class PlanTable : IDisposable
{
    private const int MaxLoggedNameLength = 64;
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly GatewayOptions _gateway;
    private readonly IOptionsFactory<PlansOptions> _factory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PlanLimits _unplanned;
    private readonly List<IDisposable> _subscriptions;
    private volatile FrozenDictionary<string, PlanLimits> _plans;

    /// <summary>When the next unknown plan may be logged, as a timestamp of the clock.</summary>
    private long _nextWarningAt = long.MinValue;

    public PlanTable(
        IOptions<GatewayOptions> gateway,
        IOptionsFactory<PlansOptions> factory,
        IEnumerable<IOptionsChangeTokenSource<PlansOptions>> sources,
        TimeProvider time,
        ILogger<PlanTable> logger)
    {
        _gateway = gateway.Value;
        _factory = factory;
        _time = time;
        _logger = logger;
        _unplanned = LimitsOf(new PlanOptions());
        _plans = Read();
        _subscriptions = [.. sources.Select(source => ChangeToken.OnChange(source.GetChangeToken, Reload))];
    }

    /// <summary>
    /// The limits of users with a plan, or without one. They may be others at the next call. A plan that is not configured is as none, and logged, once a minute
    /// at most.
    /// </summary>
    public PlanLimits LimitsOf(string? plan)
    {
        if (plan is null) return _unplanned;
        if (_plans.TryGetValue(plan, out var limits)) return limits;
        WarnOf(plan);
        return _unplanned;
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    private void Reload()
    {
        try
        {
            var plans = Read();
            // The configuration says that it changed, not what did.
            var isSame = plans.Count == _plans.Count && plans.All(entry => _plans.TryGetValue(entry.Key, out var known) && known == entry.Value);
            if (isSame) return;
            _plans = plans;
            GatewayLog.PlansReloaded(_logger, string.Join(", ", plans.Keys.Order(StringComparer.OrdinalIgnoreCase)));
        }
        catch (Exception exception)
        {
            GatewayLog.PlansNotReloaded(_logger, exception.Message);
        }
    }

    private FrozenDictionary<string, PlanLimits> Read() => _factory.Create(Options.DefaultName).Plans
        .ToFrozenDictionary(entry => entry.Key, entry => LimitsOf(entry.Value ?? new PlanOptions()), StringComparer.OrdinalIgnoreCase);

    private PlanLimits LimitsOf(PlanOptions plan) => new(
        plan.MaxMessageBytes ?? _gateway.MaxMessageBytes,
        plan.MessagesPerSecond ?? _gateway.MessagesPerSecond,
        plan.UserMessagesPerSecond ?? _gateway.UserMessagesPerSecond,
        plan.ConnectionsPerUser ?? _gateway.ConnectionsPerUser,
        plan.ConnectionPolicy ?? _gateway.ConnectionPolicy);

    private void WarnOf(string plan)
    {
        var now = _time.GetTimestamp();
        var next = Interlocked.Read(ref _nextWarningAt);
        if (now < next) return;
        var after = now + (long)(WarningInterval.TotalSeconds * _time.TimestampFrequency);
        if (Interlocked.CompareExchange(ref _nextWarningAt, after, next) != next) return;
        GatewayLog.PlanUnknown(_logger, plan.Length <= MaxLoggedNameLength ? plan : plan[..MaxLoggedNameLength]);
    }
}
