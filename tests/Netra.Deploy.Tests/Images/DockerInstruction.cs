using System.Text.Json;

namespace Netra.Deploy.Tests;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">Such as COPY.</param>
/// <param name="Text">What follows it.</param>
internal sealed record DockerInstruction(string Name, string Text)
{
    private static readonly string[] Known =
        ["ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"];

    public IReadOnlyList<string> Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Options such as --from=build.</summary>
    public IEnumerable<string> Options => Words.TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal));

    public IReadOnlyList<string> Arguments => [.. Words.SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))];

    /// <summary>The words of the exec form, <c>["a", "b"]</c>; null for the form that goes through a shell.</summary>
    public IReadOnlyList<string>? Exec => Text.IndexOf('[', StringComparison.Ordinal) is >= 0 and var start ? JsonSerializer.Deserialize<string[]>(Text[start..]) : null;

    public static DockerInstruction Parse(string line)
    {
        var parts = line.Trim().Split(' ', 2);
        if (parts.Length < 2 || !Known.Contains(parts[0])) throw new FormatException($"'{line}' is no instruction that is known here.");
        return new(parts[0], parts[1].Trim());
    }
}
