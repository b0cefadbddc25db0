namespace Netra.Deploy.Tests;

/// <summary>Prometheus' own check of rules: the promtool that is on the path, or that NETRA_PROMTOOL names.</summary>
internal static class Promtool
{
    private static readonly CommandLineTool Tool = new("promtool", "NETRA_PROMTOOL");

    /// <summary>What it finds wrong with a file of rules; empty when nothing.</summary>
    public static string CheckRules(string file) => Run("check", "rules", file);

    /// <summary>What comes otherwise than a file of tests of rules says; empty when nothing.</summary>
    public static string TestRules(string file) => Run("test", "rules", file);

    private static string Run(params IEnumerable<string> arguments)
    {
        var (exitCode, output, error) = Tool.Run(arguments);
        return exitCode == 0 ? "" : output + error;
    }
}
