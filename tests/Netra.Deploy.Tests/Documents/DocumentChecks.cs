using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>What the pages for operators name is there: files, objects, settings, commands.</summary>
internal static partial class DocumentChecks
{
    private static readonly string[] Commands = ["migrate", "new-epoch", "health"];

    /// <summary>What is made by the commands themselves.</summary>
    private static readonly string[] Made = ["job/netra-migrate", "job/netra-new-epoch"];

    public static IEnumerable<string> Check(string document, ManifestSet set)
    {
        var objects = set.Objects.Select(one => $"{one.Kind}/{one.Metadata.Name}".ToLowerInvariant()).Concat(Made).ToHashSet();
        return Files().Matches(document).Select(match => match.Value.TrimEnd('.', '/'))
            .Where(path => !Path.Exists(Path.Combine(RepositoryFolder.Path, path))).Select(path => $"there is no {path}")
            .Concat(Objects().Matches(document)
                .Select(match => $"{match.Groups["kind"].Value}/{match.Groups["name"].Value}")
                .Where(name => !objects.Contains(name)).Select(name => $"there is no {name}"))
            .Concat(Variables().Matches(document).Select(match => match.Value)
                .SelectMany(variable => NetraSettings.FindFaults(new Dictionary<string, string?> { [variable] = "" }).Where(fault => fault.EndsWith("no such setting", StringComparison.Ordinal))))
            .Concat(Programs().Matches(document).Select(match => match.Groups["command"].Value)
                .Where(command => !Commands.Contains(command)).Select(command => $"there is no command {command}"))
            .Concat(Links().Matches(document).Select(match => FindFault(match.Groups["path"].Value, match.Groups["anchor"].Value, document)).OfType<string>())
            .Concat(WithoutSettings().Matches(document).Select(match => $"{match.Groups["command"].Value} is run without its settings, which systemd alone reads"))
            .Concat(Unkept().Matches(document).Select(match => $"the value of {match.Groups["key"].Value} is made, and kept by nobody"))
            .Distinct();
    }

    private static string? FindFault(string path, string anchor, string document)
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", path);
        if (path.Length > 0 && !Path.Exists(file)) return $"there is no page {path}";
        if (anchor.Length == 0) return null;
        var headings = Headings().Matches(path.Length > 0 ? File.ReadAllText(file) : document).Select(match => match.Groups["text"].Value);
        return headings.Any(heading => AnchorOf(heading) == anchor) ? null : $"there is no heading {path}#{anchor}";
    }

    /// <summary>What a heading is linked by.</summary>
    private static string AnchorOf(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\bk8s/[A-Za-z0-9_./-]+")]
    private static partial Regex Files();

    [GeneratedRegex(@"(?<=kubectl -n netra [^|\n]*)\b(?<kind>cronjob|job|deployment|service)[ /](?<name>netra-[a-z-]+)")]
    private static partial Regex Objects();

    [GeneratedRegex(@"\bNetra__[A-Za-z0-9_]+[A-Za-z0-9](?!\w)")]
    private static partial Regex Variables();

    [GeneratedRegex(@"Netra\.Host(?:\.dll)? (?<command>[a-z][a-z-]*)\b")]
    private static partial Regex Programs();

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]*)(?:#(?<anchor>[^)]*))?\)")]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    /// <summary>A command that needs databases, in the installation of systemd, on a line that does not name the file of its settings.</summary>
    [GeneratedRegex(@"^(?!.*EnvironmentFile=).*/opt/netra\S*/Netra\.Host (?<command>migrate|new-epoch)\b", RegexOptions.Multiline)]
    private static partial Regex WithoutSettings();

    [GeneratedRegex("--from-literal=(?<key>[A-Za-z0-9_]+)=\"?\\$\\(openssl")]
    private static partial Regex Unkept();
}
