using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Netra.Tool.Tests;

/// <summary>The examples of docs/cli.md run as they stand there, in their order, against a host.</summary>
public sealed partial class CliDocumentTests(ToolHost host) : ToolTests(host)
{
    [Fact]
    public async Task Examples_OfTheDocument_Run()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find()!, "docs", "cli.md"));
        // The first block installs the tool.
        var examples = Blocks().Matches(document).Skip(1).Select(match => match.Groups["code"].Value).ToList();
        Assert.True(examples.Count >= 7, "The document has fewer examples than commands.");
        var folder = Directory.CreateTempSubdirectory("netra-cli-");
        try
        {
            var start = new ProcessStartInfo("bash")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
                Environment = { ["NETRA_URL"] = Host.BaseUrl },
            };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"set -euo pipefail\nnetra() {{ dotnet '{ToolProcess.Assembly}' \"$@\"; }}\n{string.Join('\n', examples)}");
            using var bash = Process.Start(start)!;
            var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
            // One process after the other.
            await bash.WaitForExitAsync().WaitAsync(3 * Patience.Long);

            Assert.True(bash.ExitCode == 0, await output + await error);
            Assert.Contains("2 published, 0 already there, 0 failed\n0 published, 2 already there, 0 failed\n", await output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("^```sh\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
