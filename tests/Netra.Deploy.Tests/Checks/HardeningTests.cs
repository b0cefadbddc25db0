using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class HardeningTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: must run as another user than root"] = set => set.WorkloadNamed("netra-silo").Pod.SecurityContext.RunAsNonRoot = null,
        ["Deployment netra-silo: must name a user other than 0"] = set => set.WorkloadNamed("netra-silo").Pod.SecurityContext.RunAsUser = 0,
        ["Deployment netra-silo: must have the seccomp profile RuntimeDefault"] = set => set.WorkloadNamed("netra-silo").Pod.SecurityContext.SeccompProfile = null,
        ["Deployment netra-silo: must share nothing of the host"] = set => set.WorkloadNamed("netra-silo").Pod.HostNetwork = true,
        ["Deployment netra-silo: must mount nothing of the host"] = set => set.WorkloadNamed("netra-silo").Pod.Volumes[0].HostPath = new V1HostPathVolumeSource { Path = "/" },
        ["Deployment netra-silo: needs the token of its ServiceAccount"] = set => set.WorkloadNamed("netra-silo").Pod.AutomountServiceAccountToken = null,
        ["CronJob netra-migrate: must not have the token of a ServiceAccount"] = set => set.WorkloadNamed("netra-migrate").Pod.AutomountServiceAccountToken = null,
        ["Deployment netra-silo: container netra must not escalate privileges"] = set => set.Container("netra-silo").SecurityContext.AllowPrivilegeEscalation = null,
        ["Deployment netra-silo: container netra must have a read-only root file system"] = set => set.Container("netra-silo").SecurityContext.ReadOnlyRootFilesystem = false,
        ["Deployment netra-silo: container netra must drop all capabilities"] = set => set.Container("netra-silo").SecurityContext.Capabilities.Add = ["NET_ADMIN"],
        ["Deployment netra-silo: container netra must not undo what the pod says"] = set => set.Container("netra-silo").SecurityContext.RunAsUser = 0,
        ["Deployment netra-silo: container netra: the image registry.example:5000/netra must have a tag, and not latest"] =
            set => set.Container("netra-silo").Image = "registry.example:5000/netra",
        ["Deployment netra-silo: container netra: the image netra:latest must have a tag, and not latest"] = set => set.Container("netra-silo").Image = "netra:latest",
        ["Namespace netra: must enforce the pod security level restricted"] = set => set.One<V1Namespace>("netra").Metadata.Labels["pod-security.kubernetes.io/enforce"] = "baseline",
        ["a Role gives more than to read pods"] = set => set.One<V1Role>("netra-pods").Rules[0].Verbs.Add("delete"),
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_MoreThanNeeded_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Hardening.Check, Changes[finding]));

    [Fact]
    public void Check_RoleOfSecrets_IsFound() =>
        Assert.Single(Broken.Find(Hardening.Check, set => set.One<V1Role>("netra-pods").Rules[0].Resources = ["secrets"]));

    [Fact]
    public void Check_ClusterRole_IsFound()
    {
        var set = Overlay.Read(Overlay.Production).With(new V1ClusterRole { Kind = "ClusterRole", Metadata = new V1ObjectMeta { Name = "all" } });

        Assert.Equal(["ClusterRole all: nothing is needed of the whole cluster"], Hardening.Check(set));
    }
}
