namespace Netra.Deploy.Tests;

/// <summary>The instructions of a Dockerfile, in order.</summary>
internal sealed class Dockerfile(IReadOnlyList<DockerInstruction> instructions)
{
    public IReadOnlyList<DockerInstruction> Instructions { get; } = instructions;

    /// <summary>Those of the image that comes out: from the last FROM on.</summary>
    public IEnumerable<DockerInstruction> Final => Instructions.Skip(Instructions.Select((one, index) => (one, index)).Last(entry => entry.one.Name == "FROM").index);

    /// <summary>The variables of the image.</summary>
    public IReadOnlyDictionary<string, string?> Environment => Final
        .Where(one => one.Name == "ENV")
        .SelectMany(one => one.Words)
        .Select(word => word.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => (string?)pair[1].Trim('"'));

    public static Dockerfile Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new([.. joined.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(DockerInstruction.Parse)]);
    }
}
