using System.Text.RegularExpressions;

namespace Netra.Deploy.Tests;

/// <summary>The metrics of <c>docs/metrics.md</c>, which another test holds against the code: what a query may name.</summary>
internal sealed partial class MetricCatalog
{
    /// <summary>Labels that Prometheus itself gives.</summary>
    private static readonly string[] Given = ["instance", "job", "le"];

    /// <summary>A metric's labels, and the text that has their values, by the names of its series.</summary>
    private readonly Dictionary<string, (string[] Labels, string Values)> _series = new() { ["up"] = ([], "") };

    private MetricCatalog(string page)
    {
        foreach (Match row in Rows().Matches(page))
        {
            var tags = row.Groups["tags"].Value;
            if (tags.StartsWith("as `", StringComparison.Ordinal)) tags = TagsOf(page, tags[4..].TrimEnd('`'));
            string[] labels = [.. Tags().Matches(tags).Select(match => match.Groups["tag"].Value.Replace('.', '_'))];
            var name = row.Groups["name"].Value;
            string[] series = row.Groups["kind"].Value == "histogram" ? [name + "_bucket", name + "_sum", name + "_count"] : [name];
            foreach (var one in series) _series[one] = (labels, tags);
        }
    }

    public IReadOnlyCollection<string> Series => _series.Keys;

    /// <summary>The labels of all of them.</summary>
    public IEnumerable<string> Labels => _series.Values.SelectMany(one => one.Labels).Distinct();

    public static MetricCatalog Read() => new(RepositoryFolder.Read("docs/metrics.md"));

    /// <summary>What a query names that is not there.</summary>
    public IEnumerable<string> Check(string query)
    {
        var labels = Matchers().Matches(query).Select(match => match.Groups["label"].Value).Concat(
            Groupings().Matches(query).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        string[] names = [.. Names().Matches(Groupings().Replace(Selectors().Replace(query, ""), "")).Select(match => match.Value).Distinct()];
        if (names.Length == 0) yield return $"'{query}' names no metric";
        foreach (var name in names.Where(name => !_series.ContainsKey(name))) yield return $"there is no {name}";
        var known = names.Where(_series.ContainsKey).SelectMany(name => _series[name].Labels).Concat(Given).ToHashSet();
        foreach (var label in labels.Distinct().Where(label => !known.Contains(label))) yield return $"no metric of the query has the label {label}";
        foreach (var value in Unknown(query, names)) yield return $"there is no value {value}";
    }

    /// <summary>The values in matchers, word by word, that the page does not name.</summary>
    private IEnumerable<string> Unknown(string query, string[] names)
    {
        var documented = string.Concat(names.Where(_series.ContainsKey).Select(name => _series[name].Values)) + RepositoryFolder.Read("docs/protocol.md");
        return Matchers().Matches(query).Where(match => match.Groups["label"].Value.StartsWith("netra_", StringComparison.Ordinal))
            .SelectMany(match => match.Groups["value"].Value.Split('|')).Where(value => value.All(letter => char.IsAsciiLetter(letter) || letter == '_'))
            .Where(value => !documented.Contains($"`{value}`", StringComparison.Ordinal));
    }

    private static string TagsOf(string page, string name) => Rows().Matches(page).Single(row => row.Value.StartsWith($"| `{name}` ", StringComparison.Ordinal)).Groups["tags"].Value;

    [GeneratedRegex(@"^\| `netra\.[a-z_.]+` \| `(?<name>netra_[a-z_]+)` \| (?<kind>\w+) \| [^|]+ \| (?<tags>[^|]+?) \| ", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"`(?<tag>netra\.[a-z_.]+)`:")]
    private static partial Regex Tags();

    [GeneratedRegex(@"(?<label>\w+)\s*(?:=~|!~|!=|=)\s*""(?<value>[^""]*)""")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\b(?:by|on|without|group_left)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"\b(?:netra_\w+|up|dotnet_\w+|http_\w+|orleans_\w+|target_info)\b")]
    private static partial Regex Names();
}
