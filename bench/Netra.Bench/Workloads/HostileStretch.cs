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

    public string[] ToRow(string name, string ratio) =>
    [
        name,
        Healthy.Echo.ToString(),
        Healthy.Delivery.ToString(),
        ratio,
        Figure.Whole(Healthy.Missing),
        $"{Figure.Whole(100 * NetraCpu)}, {Figure.Whole(100 * OwnCpu)}, {Figure.Whole(100 * AttackCpu)}",
        string.Join(", ", Outcomes.Select(one => $"{one.Key}: {Figure.Of(one.Value)}")),
    ];
}
