namespace Netra.Bench;

/// <summary>The outcomes that two runs have in common, figure by figure.</summary>
/// <param name="Changes">What both have.</param>
/// <param name="OnlyBefore">What only the first has.</param>
/// <param name="OnlyAfter">What only the second has.</param>
internal sealed record Comparison(
    IReadOnlyList<(Outcome Outcome, IReadOnlyList<Change> Changes)> Changes, IReadOnlyList<string> OnlyBefore, IReadOnlyList<string> OnlyAfter)
{
    public static Comparison Of(RunReport before, RunReport after)
    {
        var (old, now) = (before.Outcomes.ToDictionary(KeyOf), after.Outcomes.ToDictionary(KeyOf));
        return new Comparison(
            [.. before.Outcomes.Where(outcome => now.ContainsKey(KeyOf(outcome))).Select(outcome => (outcome, Between(outcome, now[KeyOf(outcome)])))],
            [.. Missing(before, now)],
            [.. Missing(after, old)]);
    }

    private static IReadOnlyList<Change> Between(Outcome before, Outcome after) =>
    [
        .. before.Figures()
            .Select(figure => (Before: figure, After: after.Find(figure.Name)))
            .Where(pair => pair.After?.Unit == pair.Before.Unit)
            .Select(pair => new Change(pair.Before, pair.After!, Math.Min(before.Rounds, after.Rounds))),
    ];

    private static IEnumerable<string> Missing(RunReport run, Dictionary<(string, string, string), Outcome> other)
    {
        foreach (var outcome in run.Outcomes)
        {
            var name = $"{outcome.Workload}, {outcome.Setting}, {outcome.Server}";
            if (!other.TryGetValue(KeyOf(outcome), out var counterpart)) yield return name;
            else
                foreach (var figure in outcome.Figures().Where(figure => counterpart.Find(figure.Name)?.Unit != figure.Unit)) yield return $"{name}: {Figure.Heading(figure.Name, figure.Unit)}";
        }
    }

    private static (string, string, string) KeyOf(Outcome outcome) => (outcome.Workload, outcome.Setting, outcome.Server);
}
