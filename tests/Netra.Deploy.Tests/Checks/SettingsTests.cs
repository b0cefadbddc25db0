using k8s.Models;

namespace Netra.Deploy.Tests;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, Action<ManifestSet>> Changes = new()
    {
        ["Deployment netra-silo: Netra:Rol: there is no such setting"] = set => Add(set, "Netra__Rol", "Silo"),
        ["Deployment netra-silo: Netra:Cluster:SiloPort: 'many' is not a whole number in range"] = set => Add(set, "Netra__Cluster__SiloPort", "many"),
        ["Deployment netra-silo: Netra__Cluster__ConnectionString must come from a Secret"] = set => Add(set, "Netra__Cluster__ConnectionString", "Host=a"),
        ["Deployment netra-silo: the host needs the variable POD_IP"] = set => set.Container("netra-silo").Env.Remove(set.Container("netra-silo").Env.Single(one => one.Name == "POD_IP")),
        ["Deployment netra-silo: Netra__Webhooks__Routes__0__Secrets__0 must come from a Secret"] = set => Add(set, "Netra__Webhooks__Routes__0__Secrets__0", "whsec_a"),
    };

    public static TheoryData<string> Findings() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Findings))]
    public void Check_SettingThatIsWrong_IsFound(string finding) => Assert.Equal([finding], Broken.Find(Check, Changes[finding]));

    [Fact]
    public void Check_DocumentedSecretMisspelt_IsFoundInProduction() => Assert.Equal(
        ["Deployment netra-gateway: Netra:Api:Keys:0:Sha257: there is no such setting"],
        Settings.Check(Overlay.Read(Overlay.Production), new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["netra-gateway"] = new Dictionary<string, string> { ["Netra__Api__Keys__0__Sha257"] = "a" },
        }));

    [Fact]
    public void Check_EntryOfTheConfigMapMisspelt_IsFoundInEveryWorkload() => Assert.Equal(
        4, Broken.Find(Check, set => set.Generated<V1ConfigMap>("netra-settings").Data["Netra__Gateway__MaxConections"] = "1").Count);

    [Fact]
    public void Check_EntryOfASecretMisspelt_IsFound() => Assert.Equal(
        ["Deployment netra-gateway: Netra:Api:Keys:0:Sha257: there is no such setting"],
        Broken.Find(Check, set => set.Generated<V1Secret>("netra-gateway").Data["Netra__Api__Keys__0__Sha257"] = [65], Overlay.Local));

    private static IEnumerable<string> Check(ManifestSet set) => Settings.Check(set, DocumentedSecrets.All);

    private static void Add(ManifestSet set, string name, string value) => set.Container("netra-silo").Env.Add(new V1EnvVar { Name = name, Value = value });
}
