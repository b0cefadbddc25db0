namespace Netra.Bench.Reporting;

/// <summary>A kind of figure: its name, which is the same in every workload that has it, its unit, and which way is better.</summary>
/// <param name="Name">What it is called in outcomes, tables and budgets.</param>
/// <param name="Unit">Its unit, such as <c>msg/s</c>.</param>
/// <param name="IsBetterHigher">Whether more is better.</param>
/// <param name="IsPortable">Whether the figure by itself says the same on another machine, so that a budget may bound it: bytes allocated do, times do not.</param>
internal sealed record MetricKind(string Name, string Unit, bool IsBetterHigher = false, bool IsPortable = false)
{
    /// <summary>Messages delivered a second.</summary>
    public static readonly MetricKind Rate = new("rate", "msg/s", IsBetterHigher: true);

    /// <summary>CPU seconds of the server's processes for 100,000 messages delivered.</summary>
    public static readonly MetricKind Cpu = new("CPU", "s/100k");

    /// <summary>Resident memory of the server's processes at the end of the load.</summary>
    public static readonly MetricKind Resident = new("resident", Units.Bytes);

    /// <summary>Bytes of managed memory that the server allocated for each message delivered.</summary>
    public static readonly MetricKind Allocated = new("allocated per message", Units.Bytes, IsPortable: true);

    /// <summary>Flushes of the disk for 100,000 messages.</summary>
    public static readonly MetricKind Flushes = new("flushes per 100k", Units.Count);

    /// <summary>Messages that were accepted and never came.</summary>
    public static readonly MetricKind Lost = new("lost", Units.Count, IsPortable: true);

    /// <summary>Messages that came more than once.</summary>
    public static readonly MetricKind Repeated = new("repeated", Units.Count, IsPortable: true);

    /// <summary>Messages that came behind a later one of the same user.</summary>
    public static readonly MetricKind Reordered = new("reordered", Units.Count, IsPortable: true);

    /// <summary>Those that a budget may name.</summary>
    public static IReadOnlyList<MetricKind> All { get; } = [Rate, Cpu, Resident, Allocated, Flushes, Lost, Repeated, Reordered];

    /// <summary>The figure of some rounds: their median, with the lowest and the highest.</summary>
    /// <param name="rounds">What each round showed; at least one, all finite.</param>
    public Metric Of(params IReadOnlyCollection<double> rounds)
    {
        double[] sorted = [.. rounds.Order()];
        if (sorted.Length == 0 || !sorted.All(double.IsFinite)) throw new ArgumentException($"'{Name}' has no finite figure for every round.", nameof(rounds));
        return new Metric(Name, Unit, Median.Of(sorted), sorted[0], sorted[^1], IsBetterHigher);
    }
}
