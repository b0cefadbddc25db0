using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class ReferencesTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: there is no ConfigMap netra-setings"] = set => set.Container("netra-silo").EnvFrom[0].ConfigMapRef.Name = "netra-setings",
        ["Deployment netra-silo: there is no Secret netra-membersip"] = set => set.Container("netra-silo").EnvFrom[1].SecretRef.Name = "netra-membersip",
        ["Deployment netra-silo: there is no ServiceAccount nobody"] = set => set.WorkloadNamed("netra-silo").Pod.ServiceAccountName = "nobody",
        ["Deployment netra-silo: there is no absent in a Secret netra-storage"] = set => set.Container("netra-silo").Env.Add(new V1EnvVar
        {
            Name = "A",
            ValueFrom = new V1EnvVarSource { SecretKeyRef = new V1SecretKeySelector { Name = "netra-storage", Key = "absent" } },
        }),
        ["Deployment netra-gateway: a probe asks the port managment, which container netra does not have"] =
            set => set.Container("netra-gateway").LivenessProbe.HttpGet.Port = "managment",
        ["Deployment netra-gateway: there is no volume scrach"] = set => set.Container("netra-gateway").VolumeMounts[0].Name = "scrach",
        ["HorizontalPodAutoscaler netra-silo: there is no Deployment netra-silos"] =
            set => set.One<V2HorizontalPodAutoscaler>("netra-silo").Spec.ScaleTargetRef.Name = "netra-silos",
        ["Ingress netra: there is no Secret netra-tsl"] = set => set.One<V1Ingress>("netra").Spec.Tls[0].SecretName = "netra-tsl",
        ["Ingress netra: there is no port https of a Service netra-gateway"] =
            set => set.One<V1Ingress>("netra").Spec.Rules[0].Http.Paths[0].Backend.Service.Port.Name = "https",
        ["Service netra-gateway: selects no pods"] = set => set.One<V1Service>("netra-gateway").Spec.Selector["app.kubernetes.io/component"] = "gatway",
        ["Service netra-gateway: Deployment netra-gateway has no port https"] = set => set.One<V1Service>("netra-gateway").Spec.Ports[0].TargetPort = "https",
        ["ServiceMonitor netra: selects no Service"] = set => set.One<ServiceMonitor>("netra").Spec.Selector.MatchLabels["app.kubernetes.io/component"] = "metrics",
        ["ServiceMonitor netra: no port of a Service is named metrics"] = set => set.One<ServiceMonitor>("netra").Spec.Endpoints[0].Port = "metrics",
        ["RoleBinding netra-pods: there is no Role netra-pod"] = set => set.One<V1RoleBinding>("netra-pods").RoleRef.Name = "netra-pod",
        ["RoleBinding netra-pods: there is no ServiceAccount other/netra"] = set => set.One<V1RoleBinding>("netra-pods").Subjects[0].NamespaceProperty = "other",
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_NameOfWhatIsNotThere_IsFound(string finding) =>
        Assert.Equal([finding], Broken.Find(set => References.Check(set, DocumentedSecrets.All), Changes[finding], Overlay.Everything));

    [Fact]
    public void Check_SecretThatNobodyMakes_IsFound() => Assert.Contains(
        "Ingress netra: there is no Secret netra-tls",
        References.Check(Overlay.Read(Overlay.Production), new Dictionary<string, IReadOnlyDictionary<string, string>>()));

    [Fact]
    public void Check_StatefulSetWithoutItsService_IsFound() => Assert.Equal(
        ["StatefulSet postgresql: there is no Service postgre"],
        Broken.Find(set => References.Check(set, DocumentedSecrets.All), set => set.One<V1StatefulSet>("postgresql").Spec.ServiceName = "postgre", Overlay.Local));
}
