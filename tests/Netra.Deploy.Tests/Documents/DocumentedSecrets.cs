using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>The Secrets that docs/deploying.md has operators make: their names and entries, as its commands say.</summary>
internal static partial class DocumentedSecrets
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> All { get; } = Read(RepositoryFolder.Read("docs/deploying.md"));

    internal static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string document)
    {
        var commands = document.Replace("\\\n", " ", StringComparison.Ordinal);
        return Command().Matches(commands).ToDictionary(
            command => command.Groups["name"].Value,
            command => (IReadOnlyDictionary<string, string>)ReadEntries(command.Groups["kind"].Value, command.Value));
    }

    private static Dictionary<string, string> ReadEntries(string kind, string command) => kind == "tls"
        ? new Dictionary<string, string> { ["tls.crt"] = "a certificate", ["tls.key"] = "its key" }
        : Entry().Matches(command).ToDictionary(entry => entry.Groups["key"].Value, entry => Evaluate(entry.Groups["value"].Value.Trim('"')));

    /// <summary>What the shell makes of a value, or something of its shape: the outputs of openssl, kept in a variable, and of sha256sum are 64 characters.</summary>
    private static string Evaluate(string value) => value.StartsWith('$') ? new string('a', 64) : value;

    [GeneratedRegex(@"^ *kubectl -n netra create secret (?<kind>generic|tls) (?<name>[a-z-]+).*$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("--from-literal=(?<key>[A-Za-z0-9_]+)=(?<value>\"\\$\\(.*?\\)\"|\"[^\"]*\"|\\S+)")]
    private static partial Regex Entry();
}
