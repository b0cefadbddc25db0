namespace Netra.Bench;

/// <summary>A healthy user undisturbed and beside one way to be hostile.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Calm">Undisturbed.</param>
/// <param name="Reference">While somebody else on the machine is attacked in the same way; null where that was not measured.</param>
/// <param name="Attacked">While Netra is attacked.</param>
internal sealed record HostileFigures(AttackKind Kind, HostileStretch Calm, HostileStretch? Reference, HostileStretch Attacked)
{
    public double EchoRatio => Attacked.Healthy.Echo.P99 / Calm.Healthy.Echo.P99;

    public double DeliveryRatio => Attacked.Healthy.Delivery.P99 / Calm.Healthy.Delivery.P99;

    public object ToJson() => new
    {
        attack = Kind.Name,
        echoP99Ratio = EchoRatio,
        deliveryP99Ratio = DeliveryRatio,
        calm = Calm.ToJson(),
        reference = Reference?.ToJson(),
        attacked = Attacked.ToJson(),
    };

    public IEnumerable<string[]> ToRows()
    {
        yield return Calm.ToRow("undisturbed", "");
        if (Reference is not null) yield return Reference.ToRow($"{Kind.Name}, at a bare Kestrel", RatioOf(Reference));
        yield return Attacked.ToRow(Kind.Name, RatioOf(Attacked));
    }

    private string RatioOf(HostileStretch stretch) =>
        $"{Figure.Times(stretch.Healthy.Echo.P99 / Calm.Healthy.Echo.P99)}, {Figure.Times(stretch.Healthy.Delivery.P99 / Calm.Healthy.Delivery.P99)}";
}
