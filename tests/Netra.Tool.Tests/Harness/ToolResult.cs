using System.Text.Json;

namespace Netra.Tool.Tests;

/// <summary>How a run of the tool ended, and what it wrote.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts success, and answers the JSON of each line.</summary>
    public IReadOnlyList<JsonElement> AssertJson()
    {
        Assert.True(ExitCode == 0, $"{ExitCode}: {Output}{Error}");
        return [.. Lines.Select(line => JsonElement.Parse(line))];
    }

    /// <summary>Asserts success with one line of JSON, and answers it as text.</summary>
    public string AssertOneJson() => Assert.Single(AssertJson()).GetRawText();

    /// <summary>Asserts a failure that standard error tells in these words, without a stack trace.</summary>
    public void AssertFails(string because) => AssertEnds(1, because);

    /// <summary>Asserts that what the tool was given is told to be wrong, in one line.</summary>
    public void AssertWrongUsage(string because)
    {
        AssertEnds(2, because);
        Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private void AssertEnds(int exitCode, string because)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        Assert.Contains(because, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
