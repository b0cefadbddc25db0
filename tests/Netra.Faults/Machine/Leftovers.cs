using System.Globalization;
using System.Text.RegularExpressions;

namespace Netra.Faults;

/// <summary>Removes what runs have left that ended without cleaning up: processes in their namespaces, namespaces, bridges, directories.</summary>
internal static partial class Leftovers
{
    /// <summary>Removes them. Answers what was removed.</summary>
    public static async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var removed = new List<string>();
        foreach (Match match in SpaceName().Matches(await Tool.RunAsync("ip", "netns", "list")))
        {
            if (IsAlive(match)) continue;
            var space = match.Value;
            var pids = await Tool.TryAsync("ip", "netns", "pids", space);
            foreach (var pid in pids.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) await Tool.TryAsync("kill", "-9", pid);
            await Tool.TryAsync("ip", "netns", "del", space);
            removed.Add(space);
        }

        foreach (Match match in BridgeName().Matches(await Tool.RunAsync("ip", "-o", "link", "show", "type", "bridge")))
        {
            if (IsAlive(match)) continue;
            await Tool.TryAsync("ip", "link", "del", match.Value);
            removed.Add(match.Value);
        }

        foreach (var directory in Directory.GetDirectories(Path.GetTempPath(), WorkDirectory.NamePrefix + "*"))
        {
            if (DirectoryName().Match(directory) is not { Success: true } match || IsAlive(match)) continue;
            Directory.Delete(directory, recursive: true);
            removed.Add(directory);
        }

        return removed;
    }

    /// <summary>Whether the run that made it lives. A process id that somebody else has by now is no run.</summary>
    private static bool IsAlive(Match match)
    {
        var pid = int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture);
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Contains("Netra.Faults", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [GeneratedRegex("netraf(?<pid>[0-9]+)-[a-z0-9]+")]
    private static partial Regex SpaceName();

    [GeneratedRegex("netraf(?<pid>[0-9]+)(?=:)")]
    private static partial Regex BridgeName();

    [GeneratedRegex("netra-faults-(?<pid>[0-9]+)-[^/]+$")]
    private static partial Regex DirectoryName();
}
