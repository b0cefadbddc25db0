namespace Netra.Bench;

/// <summary>One measured stretch.</summary>
/// <param name="Healthy">How the healthy user fared.</param>
/// <param name="NetraCpu">Cores that Netra took.</param>
/// <param name="OwnCpu">Cores that this process took.</param>
/// <param name="AttackCpu">Cores that the attackers took.</param>
/// <param name="Outcomes">How often a second each outcome of the attack came.</param>
internal sealed record HostileStretch(
    HealthyFigures Healthy, double NetraCpu, double OwnCpu, double AttackCpu, IReadOnlyDictionary<string, double> Outcomes)
{
    public object ToJson() => new { healthy = Healthy.ToJson(), NetraCpu, OwnCpu, AttackCpu, Outcomes };

    /// <summary>Its p99 of pings, in times of another's.</summary>
    public double EchoRatioTo(HostileStretch other) => Healthy.Echo.P99 / other.Healthy.Echo.P99;

    /// <summary>Its p99 of deliveries, in times of another's.</summary>
    public double DeliveryRatioTo(HostileStretch other) => Healthy.Delivery.P99 / other.Healthy.Delivery.P99;
}
