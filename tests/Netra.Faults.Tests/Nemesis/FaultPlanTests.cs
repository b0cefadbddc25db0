namespace Netra.Faults.Tests;

public sealed class FaultPlanTests
{
    private static readonly string[] Silos = ["silo1", "silo2"];
    private static readonly string[] Gateways = ["gateway1", "gateway2"];
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public void Create_SameSeed_GivesTheSamePlan() => Assert.Equal(Plan(7).Select(Describe), Plan(7).Select(Describe));

    [Fact]
    public void Create_OtherSeed_GivesAnotherPlan() => Assert.NotEqual(Plan(7).Select(Describe), Plan(8).Select(Describe));

    [Fact]
    public void Create_AnySeed_HealsEverythingBeforeTheEnd()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            Assert.All(Plan(seed), fault => Assert.InRange(fault.AtMs + fault.LengthMs, 1, 170_000));
            Assert.All(Plan(seed).Where(fault => fault.Kind == FaultKind.Split), fault => Assert.Equal(2, fault.Targets.Distinct().Count()));
        }
    }

    [Fact]
    public void Create_AnySeed_LeavesTimeForWhatIsJudgedOutsideOfFaults()
    {
        for (var seed = 0; seed < 200; seed++)
            Assert.All(Plan(seed), fault => Assert.True(fault.AtMs + fault.LengthMs + Calm.AfterMs + Arrival.BoundMs < 180_000, Describe(fault)));
    }

    [Fact]
    public void Create_ManySeeds_HaveEveryKindOnEveryTarget()
    {
        var hit = Enumerable.Range(0, 200).SelectMany(Plan).SelectMany(fault => fault.Targets.Select(target => (fault.Kind, target))).ToHashSet();

        foreach (var process in Silos.Concat(Gateways))
            Assert.All(All.Where(kind => kind != FaultKind.Database), kind => Assert.Contains((kind, process), hit));
        Assert.Contains((FaultKind.Split, "database"), hit);
        Assert.Contains((FaultKind.Database, "database"), hit);
    }

    [Fact]
    public void Create_OneProcessWithoutADatabase_NeitherSplitsNorStopsOne()
    {
        var kinds = FaultPlan.Create(1, 180_000, All, ["all"], ["all"], null).Select(fault => fault.Kind).ToHashSet();

        Assert.DoesNotContain(FaultKind.Split, kinds);
        Assert.DoesNotContain(FaultKind.Database, kinds);
        Assert.Contains(FaultKind.Kill, kinds);
    }

    private static IReadOnlyList<PlannedFault> Plan(int seed) => FaultPlan.Create(seed, 180_000, All, Silos, Gateways, "database");

    private static string Describe(PlannedFault fault) => $"{fault.Number} {fault.Kind} {fault.AtMs} {fault.LengthMs} {string.Join(',', fault.Targets)} {fault.Variant}";
}
