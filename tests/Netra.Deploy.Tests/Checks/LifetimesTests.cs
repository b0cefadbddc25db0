using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class LifetimesTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-gateway: terminationGracePeriodSeconds must be at least 38"] = set => set.WorkloadNamed("netra-gateway").Pod.TerminationGracePeriodSeconds = 37,
        ["Deployment netra-silo: terminationGracePeriodSeconds must be at least 33"] = set => set.WorkloadNamed("netra-silo").Pod.TerminationGracePeriodSeconds = null,
        ["Deployment netra-gateway: terminationGracePeriodSeconds must be at least 63"] = set => set.Container("netra-gateway").Lifecycle.PreStop.Sleep.Seconds = 30,
        ["Deployment netra-gateway: terminationGracePeriodSeconds must be at least 70"] =
            set => set.Container("netra-gateway").Env.Add(new V1EnvVar { Name = "Netra__Drain__GracePeriod", Value = "00:01:00" }),
        ["Deployment netra-gateway: preStop must be a sleep: the image has no shell"] = set => set.Container("netra-gateway").Lifecycle.PreStop =
            new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["sleep", "5"] } },
        ["Deployment netra-gateway: must have a preStop, so that its Service lets go of it first"] = set => set.Container("netra-gateway").Lifecycle = null,
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_TooLittleTimeToLeave_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Lifetimes.Check, Changes[finding]));
}
