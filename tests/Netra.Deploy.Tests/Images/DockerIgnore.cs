using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>What a .dockerignore lets through: the last line that matches a path, or a folder above it, decides.</summary>
internal sealed class DockerIgnore(string text)
{
    private readonly List<(Regex Pattern, bool Sends)> _lines =
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => (ToRegex(line.TrimStart('!')), line[0] == '!')),
    ];

    public bool Sends(string path)
    {
        var sends = true;
        path = path.TrimEnd('/');
        foreach (var (pattern, lets) in _lines)
        {
            if (pattern.IsMatch(path)) sends = lets;
        }

        return sends;
    }

    private static Regex ToRegex(string pattern) => new(
        "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "(?:/.*)?$");
}
