namespace Netra.Bench;

/// <summary>A limit for one figure.</summary>
/// <param name="Workload">The workload that shows it.</param>
/// <param name="Setting">The setting.</param>
/// <param name="Server">Whose figure it is.</param>
/// <param name="Metric">The figure, by the name of its <see cref="MetricKind"/>.</param>
/// <param name="Of">The server in times of whose figure the limit is; null for the figure itself, which must be portable then.</param>
/// <param name="Min">The least that is allowed.</param>
/// <param name="Max">The most that is allowed.</param>
/// <param name="Why">Where the limit comes from, for who reads the file.</param>
internal sealed record BudgetEntry(
    string Workload, string Setting, string Server, string Metric, string? Of = null, double? Min = null, double? Max = null, string? Why = null)
{
    /// <summary>The servers that must be measured.</summary>
    public IEnumerable<string> Servers => Of is null ? [Server] : [Of, Server];

    public string Name => $"{Workload}, {Setting}: {Metric} of {Server}{(Of is null ? "" : $" to {Of}")}";

    public string Limit => (Min, Max) switch
    {
        (null, { } max) => $"at most {Show(max)}",
        ({ } min, null) => $"at least {Show(min)}",
        _ => $"{Show(Min!.Value)} to {Show(Max!.Value)}",
    };

    private string Unit => MetricKind.All.Single(kind => kind.Name == Metric).Unit;

    /// <summary>What makes no sense of it, or null.</summary>
    public string? Fault()
    {
        if (Workload.Length == 0 || Setting.Length == 0 || Server.Length == 0) return "'workload', 'setting' and 'server' must be names";
        var kind = MetricKind.All.FirstOrDefault(kind => kind.Name == Metric);
        if (kind is null) return $"'{Metric}' is no metric; there are {string.Join(", ", MetricKind.All.Select(one => $"'{one.Name}'"))}";
        if (Of is null && !kind.IsPortable)
            return $"'{Metric}' in {kind.Unit} says as much of the machine as of the server: bound it in times of another server's, with 'of'";
        if (Of == Server || Of?.Length == 0) return "'of' must be another server";
        if (Min is null && Max is null) return "it has neither 'min' nor 'max'";
        return Min < 0 || Max < 0 || Min > Max ? "'min' and 'max' must be 0 or more, and 'min' not above 'max'" : null;
    }

    /// <summary>Holds a figure against the limit. Where the outcomes lack it, or there is nothing to divide by, the limit is not met, and the verdict says why.</summary>
    public BudgetVerdict Judge(IReadOnlyList<Outcome> outcomes)
    {
        if (Lacks(outcomes) is { } lack) return new BudgetVerdict(this, lack, IsMet: false);
        var figure = Of is null ? Find(outcomes, Server)!.Value : Find(outcomes, Server)!.RatioTo(Find(outcomes, Of))!.Value;
        return new BudgetVerdict(this, Show(figure), !(figure < Min) && !(figure > Max));
    }

    private string? Lacks(IReadOnlyList<Outcome> outcomes)
    {
        if (Servers.FirstOrDefault(server => Find(outcomes, server) is null) is { } server) return $"{server} has none";
        return Of is not null && Find(outcomes, Server)!.RatioTo(Find(outcomes, Of)) is null ? $"that of {Of} is 0" : null;
    }

    private string Show(double figure) => Of is null ? Figure.InUnit(figure, Unit) : Figure.Times(figure);

    private Metric? Find(IReadOnlyList<Outcome> outcomes, string server) =>
        outcomes.FirstOrDefault(one => (one.Workload, one.Setting, one.Server) == (Workload, Setting, server))?.Find(Metric);
}
