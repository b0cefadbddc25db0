namespace Netra.Bench.Tests;

/// <summary>Outcomes and runs that were made up.</summary>
internal static class Made
{
    public const string Workload = "push";
    public const string Setting = "1,000 users, batches";

    public static RunFacts Facts { get; } = new(
        JsonLines.Format,
        Workload,
        "dotnet run -c Release --project bench/Netra.Bench -- push",
        new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        "0.1.0+abcdef",
        "workstation",
        DebugBuild: false,
        new MachineFacts(4, "A processor", 16, "An OS", "Linux 6", ".NET 10", 0.25),
        LoadAverageAtEnd: 1.5);

    /// <summary>An outcome of one setting with a rate, CPU, allocations, losses and latencies.</summary>
    public static Outcome Of(string server, double rate, double cpu, double allocated = 500, string setting = Setting) => new(
        Workload,
        setting,
        server,
        IsDurable: server == ServerNames.Netra,
        Rounds: 3,
        [
            MetricKind.Rate.Of(rate, 0.9 * rate, 1.1 * rate),
            MetricKind.Cpu.Of(cpu, cpu, 1.25 * cpu),
            MetricKind.Allocated.Of(allocated),
            MetricKind.Lost.Of(0),
        ],
        [new Percentile(50, 1 / rate * 1e4), new Percentile(99, 1 / rate * 1e5), new Percentile(99.9, 1 / rate * 1e6)]);

    public static RunReport Run(params IReadOnlyList<Outcome> outcomes) => new(Facts, outcomes, []);
}
