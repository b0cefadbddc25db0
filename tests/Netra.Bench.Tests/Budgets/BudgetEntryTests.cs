namespace Netra.Bench.Tests;

public sealed class BudgetEntryTests
{
    private static readonly Outcome[] Outcomes = [Made.Of("raw Kestrel", 1_000, 2), Made.Of("Netra", 250, 5, allocated: 800)];

    [Theory]
    [InlineData("rate", 0.25, null, "at least 0.25×", "0.25×", true)]
    [InlineData("rate", 0.2501, null, "at least 0.25×", "0.25×", false)]
    [InlineData("CPU", null, 2.5, "at most 2.50×", "2.50×", true)]
    [InlineData("CPU", null, 2.4, "at most 2.40×", "2.50×", false)]
    [InlineData("CPU", 2.0, 3.0, "2.00× to 3.00×", "2.50×", true)]
    [InlineData("CPU", 2.6, 3.0, "2.60× to 3.00×", "2.50×", false)]
    public void Judge_Ratio_IsHeldAgainstTheLimit(string metric, double? min, double? max, string limit, string figure, bool isMet)
    {
        var entry = new BudgetEntry(Made.Workload, Made.Setting, "Netra", metric, "raw Kestrel", min, max);

        Assert.Equal(new BudgetVerdict(entry, figure, isMet), entry.Judge(Outcomes));
        Assert.Equal(limit, entry.Limit);
        Assert.Equal($"push, 1,000 users, batches: {metric} of Netra to raw Kestrel", entry.Name);
    }

    [Theory]
    [InlineData(800, true)]
    [InlineData(799, false)]
    public void Judge_Allocations_AreHeldAgainstTheLimitAsTheyAre(double max, bool isMet)
    {
        var verdict = new BudgetEntry(Made.Workload, Made.Setting, "Netra", "allocated per message", Max: max).Judge(Outcomes);

        Assert.Equal((isMet, "800 B"), (verdict.IsMet, verdict.Figure));
    }

    [Theory]
    [InlineData("other", "Netra", "rate", "raw Kestrel has none")]
    [InlineData(Made.Setting, "SignalR", "rate", "SignalR has none")]
    [InlineData(Made.Setting, "Netra", "flushes per 100k", "raw Kestrel has none")]
    [InlineData(Made.Setting, "Netra", "lost", "that of raw Kestrel is 0")]
    public void Judge_NoFigure_IsNoFigureWithinTheLimit(string setting, string server, string metric, string why)
    {
        var entry = new BudgetEntry(Made.Workload, setting, server, metric, "raw Kestrel", Max: 1_000);

        Assert.Equal(new BudgetVerdict(entry, why, IsMet: false), entry.Judge(Outcomes));
    }
}
