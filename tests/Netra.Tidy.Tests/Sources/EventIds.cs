using System.Text.RegularExpressions;

namespace Netra.Tidy.Tests;

/// <summary>Every log message has an event id of its own, across all of <c>src/</c>.</summary>
/// <remarks>An id is a number, or the name of a constant; a constant is compared by its value where it is found.</remarks>
internal static partial class EventIds
{
    public static IEnumerable<string> Check(IReadOnlyCollection<RepositoryFile> files)
    {
        var sources = files.Where(file => file.IsCSharp && file.IsIn("src")).ToList();
        var constants = Constants(sources);
        var places = new Dictionary<string, string>();
        foreach (var (place, id) in sources.SelectMany(Messages))
        {
            if (id.Length == 0)
            {
                yield return $"{place}: a log message without an event id";
                continue;
            }

            var value = constants.GetValueOrDefault(string.Join('.', id.Split('.').TakeLast(2)), id);
            if (!places.TryAdd(value, place)) yield return $"{place}: the event id {value} is also that of {places[value]}";
        }
    }

    private static IEnumerable<(string Place, string Id)> Messages(RepositoryFile file) => Attribute().Matches(file.Text)
        .Select(match => (file.At(match.Index), Id: Id().Match(match.Groups["arguments"].Value).Groups["id"].Value));

    private static Dictionary<string, string> Constants(IEnumerable<RepositoryFile> sources)
    {
        var constants = new Dictionary<string, string>();
        foreach (var file in sources)
        {
            var type = file.Name.Split('.')[0];
            foreach (Match match in Constant().Matches(file.Text))
                constants[$"{type}.{match.Groups["name"].Value}"] = match.Groups["value"].Value;
        }

        return constants;
    }

    [GeneratedRegex(@"\[LoggerMessage\((?<arguments>[^\]]*)\)\]")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"(?:\bEventId\s*=\s*|^\s*(?:eventId\s*:\s*)?(?!LogLevel\b|\w+\s*=))(?<id>[A-Za-z_]\w*(?:\.\w+)+|\d+)")]
    private static partial Regex Id();

    [GeneratedRegex(@"\bconst\s+int\s+(?<name>\w+)\s*=\s*(?<value>\d+)\s*;")]
    private static partial Regex Constant();
}
