namespace Netra.Deploy.Tests;

public sealed class HostAcceptanceTests
{
    public static TheoryData<string, string> Members() => new()
    {
        { Overlay.Local, "netra-gateway" },
        { Overlay.Local, "netra-silo" },
        { Overlay.Production, "netra-gateway" },
        { Overlay.Production, "netra-silo" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task RefusalAsync_EnvironmentOfAPod_IsTaken(string overlay, string workload) =>
        Assert.Null(await HostAcceptance.RefusalAsync(EnvironmentOf(overlay, workload)));

    [Theory]
    [InlineData("netra-gateway", "Netra__Cluster__ConnectionString", "Netra:Cluster:ConnectionString: is needed")]
    [InlineData("netra-silo", "Netra__Storage__PostgreSql__Shards__0__Name", "Netra:Storage:PostgreSql:Shards:0:Name")]
    [InlineData("netra-gateway", "Netra__Authentication__Keys__0__Secret", "Netra:Authentication:Keys")]
    public async Task RefusalAsync_SettingLeftOut_IsNamed(string workload, string variable, string fault)
    {
        var environment = EnvironmentOf(Overlay.Production, workload).Where(one => one.Key != variable).ToDictionary();

        Assert.Contains(fault, await HostAcceptance.RefusalAsync(environment), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo-1")]
    [InlineData("gateway-2")]
    public async Task RefusalAsync_EnvironmentOfAComposeService_IsTaken(string service)
    {
        var environment = Dockerfile.Parse(RepositoryFolder.Read("Dockerfile")).Environment.ToDictionary();
        foreach (var (name, value) in ComposeFile.Parse(RepositoryFolder.Read("compose.yaml")).Services[service].Environment) environment[name] = value;

        Assert.Null(await HostAcceptance.RefusalAsync(environment));
    }

    private static IReadOnlyDictionary<string, string?> EnvironmentOf(string overlay, string workload)
    {
        var set = Overlay.Read(overlay);
        return PodEnvironment.Of(set.Container(workload), set, DocumentedSecrets.All);
    }
}
