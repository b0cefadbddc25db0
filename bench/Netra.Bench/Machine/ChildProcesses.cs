using System.Globalization;

namespace Netra.Bench;

/// <summary>The child processes of another one that live.</summary>
internal static class ChildProcesses
{
    public static IEnumerable<int> Of(int processId) => File.ReadAllText($"/proc/{processId}/task/{processId}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
}
