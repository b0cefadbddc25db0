namespace Netra.Bench.Tests;

public sealed class BudgetPartTests
{
    private static readonly MadeWorkload Push = Workload("push");
    private static readonly MadeWorkload Echo = Workload("echo");

    [Fact]
    public void Of_Entries_NeedsTheirSettingsAndServersAlone()
    {
        var parts = BudgetPart.Of([Entry("push", "c", "Netra", of: "raw Kestrel"), Entry("push", "a", "Netra")], [Echo, Push]);

        var part = Assert.Single(parts);
        Assert.Same(Push, part.Workload);
        Assert.Equal(["a", "c"], part.Settings);
        Assert.Equal(["raw Kestrel", "Netra"], part.Servers);
    }

    [Theory]
    [InlineData("pull", "a", "Netra", "there is no such workload; there are 'push', 'echo'")]
    [InlineData("push", "z", "Netra", "there is no such setting; there are 'a', 'b', 'c'")]
    [InlineData("push", "a", "SignalR with Redis", "SignalR with Redis can't be measured here; there are 'raw Kestrel', 'SignalR', 'Netra'")]
    public void Of_WhatNoWorkloadHas_IsRefused(string workload, string setting, string server, string why) => Assert.Contains(
        why, Assert.Throws<BenchException>(() => BudgetPart.Of([Entry(workload, setting, server)], [Push, Echo])).Message, StringComparison.Ordinal);

    private static MadeWorkload Workload(string name) =>
        new(["a", "b", "c"], ["raw Kestrel", "SignalR", "Netra"], (setting, server) => Made.Of(server, 100, 1, setting: setting), name);

    private static BudgetEntry Entry(string workload, string setting, string server, string? of = null) => new(workload, setting, server, "rate", of, Min: 0);
}
