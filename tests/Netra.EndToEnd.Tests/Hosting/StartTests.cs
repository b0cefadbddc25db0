using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>Starts that must not succeed: the process ends at once with 1 and says everything that is wrong.</summary>
public sealed class StartTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task Start_WithSeveralWrongSettings_NamesEveryOne()
    {
        var (exitCode, text) = await Launch.RunAsync(
            "Development",
            ("Netra:Gatway:MaxMessageBytes", "1"),
            ("Netra:Gateway:MaxMesageBytes", "1"),
            ("Netra:Gateway:MessagesPerSecond", "many"),
            ("Netra:Gateway:HeartbeatInterval", "soon"),
            ("Netra:Gateway:ConnectionsPerUser", "0"),
            ("Netra:Users:MaxMessages", "-5"),
            ("Netra:Storage:RocksDb:MaxOpenFiles", "all"),
            ("Netra:Role", "Leader"),
            ("Netra:Authentication:ClockSkew", "00:01:00"),
            ("Netra:Api:Keys:0:Sha256", "abc"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Netra can't start. The configuration is wrong:", text, StringComparison.Ordinal);
        foreach (var setting in new[]
        {
            "Netra:Gatway", "Netra:Gateway:MaxMesageBytes", "Netra:Gateway:MessagesPerSecond", "Netra:Gateway:HeartbeatInterval",
            "Netra:Gateway:ConnectionsPerUser", "Netra:Users:MaxMessages", "Netra:Storage:RocksDb:MaxOpenFiles", "Netra:Role",
            "Netra:Authentication:ClockSkew", "Netra:Api:Keys:0:Sha256", "Netra:Api:Keys:0:Name", "Netra:Api:Keys:0:Scopes",
        })
        {
            Assert.Contains($"\n  {setting}", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithValuesOutOfRange_NamesEveryOne()
    {
        var (exitCode, text) = await Launch.RunAsync(
            "Development",
            ("Netra:Cluster:SiloPort", "70000"),
            ("Netra:Cluster:PrimarySilo", "nowhere"),
            ("Netra:ManagementUrl", "not an address"),
            ("Netra:Gateway:HeartbeatTimeout", "00:00:10"),
            ("Netra:Gateway:AllowedOrigins:0", "app.example.com/path"),
            ("Netra:Gateway:PublicUrl", "http://x"),
            ("Netra:Storage:MaxQueuedCommits", "0"),
            ("Netra:Streaming:MaxBatchPushes", "0"));

        Assert.Equal(1, exitCode);
        foreach (var setting in new[]
        {
            "Netra:Cluster:SiloPort", "Netra:Cluster:PrimarySilo", "Netra:ManagementUrl", "Netra:Gateway:HeartbeatTimeout",
            "Netra:Gateway:AllowedOrigins", "Netra:Gateway:PublicUrl", "Netra:Storage:MaxQueuedCommits", "Netra:Streaming:MaxBatchPushes",
        })
        {
            Assert.Contains($"\n  {setting}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Start_InProductionWithoutKeys_SaysThatTokensNeedThem()
    {
        var (exitCode, text) = await Launch.RunAsync("Production");

        Assert.Equal(1, exitCode);
        Assert.Contains("Netra:Authentication:Keys", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADirectoryThatAnotherHostHas_SaysSo()
    {
        var (exitCode, text) = await Launch.RunAsync("Development", ("Netra:Storage:RocksDb:Path", Host.DataPath));

        Assert.Equal(1, exitCode);
        Assert.Contains(Host.DataPath, text, StringComparison.Ordinal);
        Assert.Contains("open in another process", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        await Api.PublishAsync(User, "note", "{}");
    }

    [Fact]
    public async Task Start_OnAPathThatIsAFile_SaysSo()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, text) = await Launch.RunAsync("Development", ("Netra:Storage:RocksDb:Path", file));

            Assert.Equal(1, exitCode);
            Assert.Contains(file, text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Netra:Url")]
    [InlineData("Netra:ManagementUrl")]
    [InlineData("Netra:Cluster:SiloPort")]
    public async Task Start_OnAPortInUse_SaysWhich(string setting)
    {
        var port = setting == "Netra:Cluster:SiloPort" ? Host.SiloPort : Host.Port;
        var value = port.ToString(CultureInfo.InvariantCulture);

        var (exitCode, text) = await Launch.RunAsync("Development", (setting, setting.EndsWith("Url", StringComparison.Ordinal) ? "http://127.0.0.1:" + value : value));

        Assert.Equal(1, exitCode);
        Assert.Contains(value, text, StringComparison.Ordinal);
        Assert.Contains("in use", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Netra is ready", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text[text.IndexOf("Netra can't start", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_IsShownAndNothingIsStarted(string argument)
    {
        var (exitCode, text) = await HostProgram.RunAsync(argument);

        Assert.Equal(0, exitCode);
        Assert.Contains("Usage:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Netra is ready", text, StringComparison.Ordinal);
    }
}
