namespace Netra.Faults;

/// <summary>Judges a history. It knows nothing of the product but what docs/protocol.md says to clients and publishers.</summary>
internal static class Checker
{
    private static readonly IReadOnlyList<IRule> Rules =
    [
        new NothingLost(), new OneSeqForAnId(), new SameContentEverywhere(), new NothingMadeUp(), new LogWithoutHoles(), new HolesExplained(), new OrderOfAnswers(),
        new HeadsNeverFall(), new FramesInOrder(), new PositionsHonoured(), new StateReplays(), new ChangedOnce(), new ArrivedInTime(), new ArrivedUnaided(), new ConnectionsExact(),
        new EverythingArrived(), new NothingUnexpected(),
    ];

    /// <summary>Everything that is wrong, in the order in which it was to be seen.</summary>
    public static IReadOnlyList<Violation> Check(IReadOnlyList<HistoryEvent> events)
    {
        var violations = new List<Violation>();
        foreach (var failed in events.OfType<RunFailed>()) violations.Add(new Violation("Healing", null, failed.AtMs, failed.Reason));
        if (violations.Count == 0 && !events.OfType<RunEnded>().Any())
            violations.Add(new Violation("Complete", null, events.Count == 0 ? 0 : events[^1].AtMs, "The history has no end: the run was broken off."));
        var calm = Calm.Of(events);
        violations.AddRange(ProcessesThatEnded(events, calm));
        foreach (var (name, own) in EventUsers.Group(events))
        {
            var user = new UserHistory(name, own, calm);
            // Without the final reading there is nothing to hold the rest against.
            if (user.AtEnd is null && violations.Count > 0) continue;
            violations.AddRange(Rules.SelectMany(rule => rule.Check(user)));
        }

        return [.. violations.OrderBy(violation => violation.AtMs)];
    }

    /// <summary>A process that nothing was done to goes on. Those that are there at the end are ended by the run.</summary>
    private static IEnumerable<Violation> ProcessesThatEnded(IReadOnlyList<HistoryEvent> events, Calm calm) => events
        .TakeWhile(happened => happened is not RunEnded)
        .OfType<ProcessPhase>()
        .Where(process => process.Phase == "exited" && calm.Lasts(process.AtMs, process.AtMs))
        .Select(process => new Violation("ProcessesGoOn", null, process.AtMs, $"{process.Process} ended with {process.ExitCode}, and nothing had been done to it."));
}
