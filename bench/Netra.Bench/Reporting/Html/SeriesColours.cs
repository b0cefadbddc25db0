using System.Globalization;

namespace Netra.Bench.Reporting.Html;

/// <summary>The colour of each server, the same on all charts of a page: a class of the style sheet.</summary>
internal sealed class SeriesColours
{
    /// <summary>How many the style sheet has; further servers begin anew, and are told apart by their names.</summary>
    private const int Colours = 8;

    private readonly Dictionary<string, string> _classes = [];

    /// <summary>The first server is grey, and Netra has the colour of the page; the others follow in their order.</summary>
    public SeriesColours(IReadOnlyList<Outcome> outcomes)
    {
        var servers = outcomes.Select(outcome => outcome.Server).Distinct().ToList();
        var first = servers.Take(1);
        var own = servers.Skip(1).Where(server => server == ServerNames.Netra);
        foreach (var server in first.Concat(own).Concat(servers.Skip(1).Where(server => server != ServerNames.Netra)))
            _classes[server] = string.Create(CultureInfo.InvariantCulture, $"s{_classes.Count % Colours}");
    }

    /// <summary>The class of a server that is among the outcomes.</summary>
    public string this[string server] => _classes[server];
}
