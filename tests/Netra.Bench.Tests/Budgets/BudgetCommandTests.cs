using System.CommandLine;

namespace Netra.Bench.Tests;

public sealed class BudgetCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netra-bench-tests-");
    private readonly MadeWorkload _workload = new(
        ["a", "b"], ["raw Kestrel", "Netra"], (setting, server) => Made.Of(server, server == "Netra" ? 250 : 1_000, server == "Netra" ? 5 : 2, setting: setting));

    [Theory]
    [InlineData("budget", 0.25, ExitCodes.Done)]
    [InlineData("budget", 0.26, ExitCodes.Missed)]
    [InlineData("--budget", 0.25, ExitCodes.Done)]
    [InlineData("--budget", 0.26, ExitCodes.Missed)]
    public async Task Budget_Limits_AreTheExitCode(string command, double min, int exitCode)
    {
        var limits = Write(FormattableString.Invariant(
            $$"""{"entries":[{"workload":"push","setting":"b","server":"Netra","metric":"rate","of":"raw Kestrel","min":{{min}}}]}"""));
        var (json, html) = (Path.Combine(_folder.FullName, "run.jsonl"), Path.Combine(_folder.FullName, "run.html"));

        Assert.Equal(exitCode, await RunAsync(command, "--file", limits, "--json", json, "--html", html));

        Assert.Equal(["b"], _workload.Asked!.Value.Settings);
        Assert.Equal(["raw Kestrel", "Netra"], JsonLines.Read(json, await File.ReadAllLinesAsync(json)).Outcomes.Select(outcome => outcome.Server));
        Assert.Contains(exitCode == ExitCodes.Done ? "met" : "MISSED", await File.ReadAllTextAsync(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget_AbsoluteTime_IsRefusedBeforeAnythingRuns()
    {
        var limits = Write("""{"entries":[{"workload":"push","setting":"b","server":"Netra","metric":"CPU","max":5}]}""");

        Assert.Equal(ExitCodes.Failed, await RunAsync("budget", "--file", limits));

        Assert.Null(_workload.Asked);
    }

    [Fact]
    public async Task Budget_FileThatCannotBeWritten_IsRefusedBeforeAnythingRuns()
    {
        var limits = Write("""{"entries":[{"workload":"push","setting":"b","server":"Netra","metric":"lost","max":0}]}""");

        Assert.Equal(ExitCodes.Failed, await RunAsync("budget", "--file", limits, "--html", Path.Combine(_folder.FullName, "missing", "run.html")));

        Assert.Null(_workload.Asked);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<int> RunAsync(params string[] arguments) => new RootCommand { BudgetCommand.Command([_workload]) }.Parse(arguments).InvokeAsync();

    private string Write(string json)
    {
        var path = Path.Combine(_folder.FullName, "budget.json");
        File.WriteAllText(path, json);
        return path;
    }
}
