using System.Globalization;

namespace Netra.Faults.Tests;

/// <summary>
/// Short runs of the whole: a real cluster in network namespaces, under load, with faults. They need root. The long runs are by command: see docs/reliability.md.
/// </summary>
public sealed class ShortRunTests
{
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public async Task Run_EveryKindOfFault_NothingAcknowledgedIsLostOrRepeated()
    {
        using var directory = new RunDirectory();
        await new FaultRun(Options(directory, seed: 11, seconds: 55, All)).RunAsync(TestContext.Current.CancellationToken);

        if (Judge(directory) > 0) Assert.Fail(directory.KeepAndShow());
        var figures = FigureReader.Read(HistoryReader.Read(directory.Path));
        Assert.True(figures.Published > 300, $"Only {figures.Published} messages were published: that is no load.");
        Assert.True(figures.Kinds.Count >= 3, $"Only {figures.Kinds.Count} kinds of faults came.");
    }

    [Fact]
    public async Task Run_ProductAnswersBeforeTheCommit_IsFound()
    {
        using var directory = new RunDirectory();
        var options = Options(directory, seed: 12, seconds: 35, [FaultKind.Kill]);
        options = options with { Cluster = options.Cluster with { Bug = "ack-early" }, Load = options.Load with { Patience = TimeSpan.FromSeconds(5) } };
        await new FaultRun(options).RunAsync(TestContext.Current.CancellationToken);

        var violations = Checker.Check(HistoryReader.Read(directory.Path));
        Assert.Contains(violations, violation => violation.Rule == nameof(NothingLost));
    }

    private static int Judge(RunDirectory directory)
    {
        var events = HistoryReader.Read(directory.Path);
        var violations = Checker.Check(events);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Report.Show(output, events, violations);
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        return violations.Count;
    }

    private static RunOptions Options(RunDirectory directory, int seed, int seconds, FaultKind[] faults) => new()
    {
        Seed = seed,
        Length = TimeSpan.FromSeconds(seconds),
        Faults = faults,
        Directory = directory.Path,
        Cluster = new ClusterOptions { LogDirectory = Path.Combine(directory.Path, "logs") },
        Load = new LoadOptions { Seed = seed, Users = 20, Publishers = 6 },
    };
}
