using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>The Secrets that docs/deploying.md has operators make: their names and keys, as its commands say.</summary>
internal static partial class DocumentedSecrets
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> All { get; } = Read(RepositoryFolder.Read("docs/deploying.md"));

    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string document)
    {
        var commands = document.Replace("\\\n", " ", StringComparison.Ordinal);
        return Command().Matches(commands).ToDictionary(
            command => command.Groups["name"].Value,
            command => (IReadOnlyList<string>)(command.Groups["kind"].Value == "tls"
                ? ["tls.crt", "tls.key"]
                : [.. Key().Matches(command.Value).Select(key => key.Groups[1].Value)]));
    }

    [GeneratedRegex(@"^ *kubectl -n netra create secret (?<kind>generic|tls) (?<name>[a-z-]+).*$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"--from-literal=([A-Za-z0-9_]+)=")]
    private static partial Regex Key();
}
