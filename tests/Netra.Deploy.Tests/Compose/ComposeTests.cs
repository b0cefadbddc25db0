namespace Netra.Deploy.Tests;

public sealed class ComposeTests
{
    private static readonly string Text = RepositoryFolder.Read("compose.yaml");
    private static readonly Dockerfile Image = Dockerfile.Parse(RepositoryFolder.Read("Dockerfile"));

    [Fact]
    public void Check_Itself_FindsNothing() => Assert.Empty(ComposeChecks.Check(ComposeFile.Parse(Text), Image));

    [Fact]
    public void Parse_MergedService_HasWhatItTakesOver()
    {
        var silo = ComposeFile.Parse(Text).Services["silo-1"];

        Assert.Equal("netra:dev", silo.Image);
        Assert.Equal("Silo", silo.Environment["Netra__Role"]);
        Assert.Equal("PostgreSql", silo.Environment["Netra__Store"]);
        Assert.Equal("migrate", Assert.Single(silo.DependsOn).Key);
    }

    [Theory]
    [InlineData("    image: postgres:17.6\n", "    image: postgres\n", "postgresql: the image postgres must have a tag, and not latest")]
    [InlineData("    silo-1:\n      condition", "    silo-3:\n      condition", "gateway-1: there is no service silo-3")]
    [InlineData("      test: [", "      tset: [", null)]
    [InlineData("service_completed_successfully", "service_completed", "silo-1: 'service_completed' is no condition of migrate to wait for")]
    [InlineData("    restart: on-failure:10\n", "    restart: always\n", "silo-2: migrate is started again, and never complete")]
    [InlineData("    restart: on-failure:10\n", "", "migrate: must be tried again when it fails, and not for ever")]
    [InlineData("    restart: on-failure:10\n", "    restart: on-failure\n", "migrate: must be tried again when it fails, and not for ever")]
    [InlineData("\"--host=127.0.0.1\", ", "", "postgresql: pg_isready must ask by TCP, with --host")]
    [InlineData("volumes: [\"postgresql:", "volumes: [\"postgres:", "postgresql: there is no volume postgres")]
    [InlineData("\"127.0.0.1:5090:5080\"", "\"127.0.0.1:5080:5080\"", "the port 127.0.0.1:5080 is published twice")]
    [InlineData("\"127.0.0.1:5090:5080\"", "\"5090:5080\"", "gateway-2: 5090:5080 is published beyond this machine, with keys that everybody knows")]
    [InlineData("\"127.0.0.1:5090:5080\"", "\"127.0.0.1:5090:5081\"", "gateway-2: 127.0.0.1:5090:5081: nothing listens there that is for others")]
    [InlineData("  read_only: true\n", "  read_only: true\n  read_only: true\n", null)]
    [InlineData("  Netra__Store:", "  Netra__Stor:", "silo-1: Netra:Stor: there is no such setting")]
    [InlineData("      DOTNET_REGISTRY: ", "      REGISTRY: ", "silo-1: the Dockerfile has no argument REGISTRY")]
    [InlineData("  read_only: true\n", "", "silo-1: must be read-only and without privileges")]
    [InlineData("stop_grace_period: 40s", "stop_grace_period: 20s", "gateway-1: stop_grace_period must be longer than the drain")]
    [InlineData("command: [\"migrate\"]", "command: [\"migrat\"]", "migrate: 'migrat' is no command that is known here")]
    [InlineData("  silo-2:\n    <<: *silo\n", "  silo-2:\n    <<: *gateway\n", "there must be two gateways and two silos")]
    public void Check_Broken_IsFound(string old, string broken, string? finding)
    {
        Assert.Contains(old, Text, StringComparison.Ordinal);
        var text = Text.Replace(old, broken, StringComparison.Ordinal);

        // Null: the shape itself is wrong.
        if (finding is null) Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => ComposeFile.Parse(text));
        else Assert.Contains(finding, ComposeChecks.Check(ComposeFile.Parse(text), Image));
    }

    [Fact]
    public void Check_WaitForHealthOfWhatHasNone_IsFound()
    {
        var file = ComposeFile.Parse(Text);
        file.Services["postgresql"].HealthCheck = null;

        Assert.Equal(["migrate: postgresql has no health check to wait for"], ComposeChecks.Check(file, Image));
    }
}
