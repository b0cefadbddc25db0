namespace Netra.Faults;

/// <summary>Decides by a seed which faults a run has. The same seed and members give the same plan.</summary>
internal sealed class FaultPlan
{
    /// <summary>The cluster works for so long before anything is done to it.</summary>
    private const int FirstMs = 6_000;

    /// <summary>Behind the last fault the load goes on for so long, in a short run for a part of it: so that what is sent when all is well again is judged.</summary>
    private const int QuietMs = Calm.AfterMs + 15_000;

    private const int MinQuietMs = 10_000;
    private const int QuietPart = 3;

    /// <summary>One fault of so many begins while the one before is still there.</summary>
    private const int OverlapOneOf = 5;

    private static readonly int[] PauseLengthsMs = [3_000, 10_000, 20_000, 30_000];

    private readonly Random _random;
    private readonly IReadOnlyList<string> _silos;
    private readonly IReadOnlyList<string> _gateways;
    private readonly string? _database;

    private FaultPlan(Random random, IReadOnlyList<string> silos, IReadOnlyList<string> gateways, string? database)
    {
        _random = random;
        _silos = silos;
        _gateways = gateways;
        _database = database;
    }

    /// <param name="seed">The run's seed.</param>
    /// <param name="lengthMs">How long the load lasts.</param>
    /// <param name="kinds">The kinds of faults to choose from; none: a run without faults.</param>
    /// <param name="silos">The processes with user grains.</param>
    /// <param name="gateways">The processes with sockets; one that does both is here and there.</param>
    /// <param name="database">The database; null when there is none.</param>
    public static IReadOnlyList<PlannedFault> Create(
        int seed, long lengthMs, IReadOnlyList<FaultKind> kinds, IReadOnlyList<string> silos, IReadOnlyList<string> gateways, string? database)
    {
        var possible = kinds.Where(kind => kind switch
        {
            FaultKind.Database => database is not null,
            FaultKind.Split => silos.Concat(gateways).Distinct().Count() > 1,
            _ => true,
        }).ToList();
        return possible.Count == 0 ? [] : new FaultPlan(new Random(seed), silos, gateways, database).Create(lengthMs, possible);
    }

    private List<PlannedFault> Create(long lengthMs, List<FaultKind> kinds)
    {
        var plan = new List<PlannedFault>();
        // Each kind comes once before one comes again, so that a short run has them all.
        var bag = new List<FaultKind>();
        long at = FirstMs;
        while (true)
        {
            if (bag.Count == 0) bag.AddRange(kinds);
            var kind = bag[_random.Next(bag.Count)];
            bag.Remove(kind);
            var fault = Choose(plan.Count + 1, kind, at);
            if (fault.AtMs + fault.LengthMs > lengthMs - Math.Clamp(lengthMs / QuietPart, MinQuietMs, QuietMs)) return plan;
            plan.Add(fault);
            at = _random.Next(OverlapOneOf) == 0
                ? fault.AtMs + _random.NextInt64(500, Math.Max(501, fault.LengthMs))
                : fault.AtMs + fault.LengthMs + _random.Next(3_000, 9_000);
        }
    }

    private PlannedFault Choose(int number, FaultKind kind, long at) => kind switch
    {
        FaultKind.Kill or FaultKind.Terminate => new PlannedFault(number, kind, at, _random.Next(200, 6_000), [AnyProcess()]),
        FaultKind.Pause => new PlannedFault(number, kind, at, PauseLengthsMs[_random.Next(PauseLengthsMs.Length)], [AnyProcess()]),
        FaultKind.BlackHole => new PlannedFault(number, kind, at, _random.Next(2_000, 25_000), [AnyProcess()]),
        FaultKind.Split => Split(number, at),
        FaultKind.Database => new PlannedFault(number, kind, at, _random.Next(300, 6_000), [_database!], Pick("stop", "crash", "kill")),
        _ => throw new InvalidOperationException($"No such fault: {kind}."),
    };

    private PlannedFault Split(int number, long at)
    {
        var silo = Pick([.. _silos]);
        string[] others = [.. _silos.Concat(_gateways).Distinct().Where(name => name != silo), .. _database is null ? [] : new[] { _database }];
        var other = Pick(others);
        string[] sides = _random.Next(2) == 0 ? [silo, other] : [other, silo];
        return new PlannedFault(number, FaultKind.Split, at, _random.Next(2_000, 25_000), sides, _random.Next(3) == 0 ? "one_way" : null);
    }

    private string AnyProcess() => Pick([.. _silos, .. _gateways]);

    private T Pick<T>(params T[] things) => things[_random.Next(things.Length)];
}
