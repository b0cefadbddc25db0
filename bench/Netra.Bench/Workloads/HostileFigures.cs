namespace Netra.Bench;

/// <summary>A healthy user undisturbed and beside one way to be hostile, in several rounds.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Rounds">At least one.</param>
internal sealed record HostileFigures(AttackKind Kind, IReadOnlyList<HostileRound> Rounds)
{
    private static readonly MetricKind EchoKind = new("p99 of pings", Units.Milliseconds);
    private static readonly MetricKind DeliveryKind = new("p99 of deliveries", Units.Milliseconds);
    private static readonly MetricKind MissingKind = new("missing", Units.Count);
    private static readonly MetricKind CpuKind = new("CPU of Netra", "cores");

    /// <summary>The median of the rounds: what one round says of p99 is mostly the machine's doing.</summary>
    public double EchoRatio => Median.Of(Rounds.Select(round => round.Attacked.EchoRatioTo(round.Calm)));

    public double DeliveryRatio => Median.Of(Rounds.Select(round => round.Attacked.DeliveryRatioTo(round.Calm)));

    public object ToJson() => new
    {
        attack = Kind.Name,
        echoP99Ratio = EchoRatio,
        deliveryP99Ratio = DeliveryRatio,
        rounds = Rounds.Select(round => round.ToJson()),
    };

    /// <summary>A row for each kind of stretch; of each figure the median of the rounds.</summary>
    public IEnumerable<string[]> ToRows()
    {
        yield return Row("undisturbed", round => round.Calm);
        if (Kind.HasReference && Rounds[0].Reference is not null) yield return Row($"{Kind.Name}, at a bare Kestrel", round => round.Reference!);
        yield return Row(Kind.Name, round => round.Attacked);
    }

    /// <summary>An outcome for each kind of stretch; the latency is that of deliveries.</summary>
    public IEnumerable<Outcome> ToOutcomes()
    {
        yield return ToOutcome("undisturbed", round => round.Calm);
        if (Kind.HasReference && Rounds[0].Reference is not null) yield return ToOutcome("a bare Kestrel is attacked", round => round.Reference!);
        yield return ToOutcome("Netra is attacked", round => round.Attacked);
    }

    private Outcome ToOutcome(string server, Func<HostileRound, HostileStretch> stretchOf)
    {
        var stretches = Rounds.Select(stretchOf).ToList();
        return new Outcome(
            "hostile",
            Kind.What,
            server,
            IsDurable: true,
            Rounds.Count,
            [
                EchoKind.Of([.. stretches.Select(one => one.Healthy.Echo.P99)]),
                DeliveryKind.Of([.. stretches.Select(one => one.Healthy.Delivery.P99)]),
                MissingKind.Of([.. stretches.Select(one => (double)one.Healthy.Missing)]),
                CpuKind.Of([.. stretches.Select(one => one.NetraCpu)]),
            ],
            [
                .. stretches.SelectMany(one => one.Healthy.Delivery.Percentiles)
                    .GroupBy(one => one.Percent, one => one.Milliseconds)
                    .Select(group => new Percentile(group.Key, Median.Of(group))),
            ]);
    }

    private string[] Row(string name, Func<HostileRound, HostileStretch> stretchOf)
    {
        double Of(Func<HostileStretch, double> figureOf) => Median.Of(Rounds.Select(round => figureOf(stretchOf(round))));
        var isCalm = ReferenceEquals(stretchOf(Rounds[0]), Rounds[0].Calm);
        var echo = Median.Of(Rounds.Select(round => stretchOf(round).EchoRatioTo(round.Calm)));
        var delivery = Median.Of(Rounds.Select(round => stretchOf(round).DeliveryRatioTo(round.Calm)));
        var outcomes = Rounds.SelectMany(round => stretchOf(round).Outcomes).GroupBy(one => one.Key, one => one.Value);
        return
        [
            name,
            $"{Figure.Ms(Of(one => one.Healthy.Echo.P50))} / {Figure.Ms(Of(one => one.Healthy.Echo.P99))}",
            $"{Figure.Ms(Of(one => one.Healthy.Delivery.P50))} / {Figure.Ms(Of(one => one.Healthy.Delivery.P99))}",
            isCalm ? "" : $"{Figure.Times(echo)}, {Figure.Times(delivery)}",
            Figure.Whole(Rounds.Sum(round => stretchOf(round).Healthy.Missing)),
            $"{Figure.Whole(100 * Of(one => one.NetraCpu))}, {Figure.Whole(100 * Of(one => one.OwnCpu))}, {Figure.Whole(100 * Of(one => one.AttackCpu))}",
            string.Join(", ", outcomes.Select(one => $"{one.Key}: {Figure.Of(one.Sum() / Rounds.Count)}")),
        ];
    }
}
