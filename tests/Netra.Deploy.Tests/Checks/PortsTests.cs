using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class PortsTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: has the ports management 5081, silo 11112, and listens on management 5081, silo 11111"] =
            set => set.Container("netra-silo").Ports.Single(port => port.Name == "silo").ContainerPort = 11112,
        ["Deployment netra-silo: has the ports http 5080, management 5081, silo 11111, and listens on management 5081, silo 11111"] =
            set => set.Container("netra-silo").Ports.Add(new V1ContainerPort { Name = "http", ContainerPort = 5080 }),
        ["Deployment netra-gateway: has the ports http 5080, management 5081, silo 11111, and listens on http 80, management 5081, silo 11111"] =
            set => set.Container("netra-gateway").Env.Add(new V1EnvVar { Name = "Netra__Url", Value = "http://*:80" }),
        ["Deployment netra-gateway: Netra:Url http://localhost:5080 can't be reached from outside of the pod"] =
            set => set.Container("netra-gateway").Env.Add(new V1EnvVar { Name = "Netra__Url", Value = "http://localhost:5080" }),
        ["Deployment netra-silo: Netra:ManagementUrl http://127.0.0.1:5081 can't be reached from outside of the pod"] =
            set => set.Container("netra-silo").Env.Add(new V1EnvVar { Name = "Netra__ManagementUrl", Value = "http://127.0.0.1:5081" }),
        ["Deployment netra-gateway: the livenessProbe must ask /health/live of the port management"] = set => set.Container("netra-gateway").LivenessProbe.HttpGet.Path = "/health/ready",
        ["Deployment netra-gateway: the readinessProbe must ask /health/ready of the port management"] = set => set.Container("netra-gateway").ReadinessProbe.HttpGet.Port = "http",
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_PortThatIsNotTheHosts_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Ports.Check, Changes[finding]));

    [Fact]
    public void Check_WrongRole_IsFound() => Assert.Contains(
        "Deployment netra-silo: has the role Gateway",
        Broken.Find(Ports.Check, set => set.Container("netra-silo").Env.Single(variable => variable.Name == "Netra__Role").Value = "Gateway"));
}
