namespace Netra.Faults;

/// <summary>What the kinds of faults are called on the command line.</summary>
internal static class FaultNames
{
    public static IReadOnlyDictionary<string, FaultKind> All { get; } = new Dictionary<string, FaultKind>
    {
        ["kill"] = FaultKind.Kill,
        ["terminate"] = FaultKind.Terminate,
        ["pause"] = FaultKind.Pause,
        ["blackhole"] = FaultKind.BlackHole,
        ["split"] = FaultKind.Split,
        ["database"] = FaultKind.Database,
    };

    /// <summary>The kinds of a list such as <c>kill,split</c>; <c>none</c> is none.</summary>
    /// <exception cref="FaultsException">One of them is not known.</exception>
    public static IReadOnlyList<FaultKind> Parse(string list) => list == "none" ? [] :
    [
        .. list.Split(',').Select(name => All.TryGetValue(name.Trim(), out var kind)
            ? kind
            : throw new FaultsException($"There is no fault '{name}'; there are {string.Join(", ", All.Keys)}.")),
    ];
}
