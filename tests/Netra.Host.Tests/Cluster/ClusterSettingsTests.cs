using Microsoft.Extensions.Configuration;

namespace Netra.Host.Tests;

public sealed class ClusterSettingsTests
{
    private const string Database = "Host=db;Database=netra;Username=netra;Password=not-to-be-seen";

    [Theory]
    [InlineData("Cluster:ConnectionString", Database, "Netra:Cluster:ConnectionString: means something only with Netra:Cluster:Membership PostgreSql")]
    [InlineData("Cluster:Kubernetes", "true", "Netra:Cluster:Kubernetes: needs Netra:Cluster:Membership PostgreSql")]
    [InlineData("Cluster:AdvertisedAddress", "db.example.com", "Netra:Cluster:AdvertisedAddress: must be an IP address")]
    [InlineData("Cluster:AdvertisedAddress", "0.0.0.0", "Netra:Cluster:AdvertisedAddress: must be an IP address")]
    public void Validate_LocalMembership_NamesWhatDoesNotFit(string setting, string value, string expected) => AssertFault(expected, (setting, value));

    [Theory]
    [InlineData("Cluster:SiloPort", "11111", "Netra:Cluster:ConnectionString: is needed with Netra:Cluster:Membership PostgreSql")]
    [InlineData("Cluster:ConnectionString", "Hst=db;Password=not-to-be-seen", "Netra:Cluster:ConnectionString: is no connection string")]
    [InlineData("Cluster:ConnectionString", "Host=db;Password=a;not-to-be-seen", "Netra:Cluster:ConnectionString: is no connection string")]
    [InlineData("Cluster:ConnectionString", "Database=netra", "Netra:Cluster:ConnectionString: names no Host")]
    [InlineData("Cluster:PrimarySilo", "127.0.0.1:11111", "Netra:Cluster:PrimarySilo: means something only with Netra:Cluster:Membership Local")]
    public void Validate_PostgreSqlMembership_NamesWhatDoesNotFit(string setting, string value, string expected) =>
        AssertFault(expected, ("Cluster:Membership", "PostgreSql"), (setting, value));

    [Fact]
    public void Validate_KubernetesOutsideOfAPod_NamesEachVariableThatIsMissing()
    {
        var faults = Validate(("Cluster:Membership", "PostgreSql"), ("Cluster:ConnectionString", Database), ("Cluster:Kubernetes", "true"), ("Cluster:AdvertisedAddress", "10.0.0.1"));

        Assert.Contains(faults, fault => fault.Contains("can't be set with Netra:Cluster:Kubernetes", StringComparison.Ordinal));
        var pod = Assert.Single(faults, fault => fault.Contains("is in no pod", StringComparison.Ordinal));
        foreach (var variable in new[] { "KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE", "POD_IP" }) Assert.Contains(variable, pod, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cluster:ConnectionString")]
    [InlineData("Storage:PostgreSql:Shards:0:ConnectionString")]
    public void Validate_PostgreSqlMembership_TakesItsOwnDatabaseOrTheFirstShards(string setting) =>
        Assert.Empty(Validate(("Cluster:Membership", "PostgreSql"), (setting, Database), ("Cluster:AdvertisedAddress", "10.0.0.1")));

    [Fact]
    public void Bounded_OfAnAuthorsOwnBounds_KeepsThem()
    {
        var bounded = MembershipDatabase.Bounded(Database + ";Timeout=9;Command Timeout=11");

        Assert.Contains("Timeout=9", bounded, StringComparison.Ordinal);
        Assert.Contains("Command Timeout=11", bounded, StringComparison.Ordinal);
        Assert.Contains("Maximum Pool Size=2", bounded, StringComparison.Ordinal);
        Assert.Contains("Maximum Pool Size=5", MembershipDatabase.Bounded(Database + ";Maximum Pool Size=5"), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OfADatabase_LeavesThePasswordOut() => Assert.Equal("'netra' on db:5432", DatabaseAddress.Describe(Database));

    private static void AssertFault(string expected, params (string Name, string Value)[] settings)
    {
        var faults = Validate(settings);
        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("not-to-be-seen", StringComparison.Ordinal));
    }

    private static List<string> Validate(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Netra:" + setting.Name, (string?)setting.Value)))
            .Build();
        var result = new ClusterSettingsValidator(configuration).Validate(null, configuration.GetSection("Netra:Cluster").Get<ClusterSettings>() ?? new ClusterSettings());
        return [.. (result.Failures ?? []).Select(failure => failure.Replace("Property ", "", StringComparison.Ordinal))];
    }
}
