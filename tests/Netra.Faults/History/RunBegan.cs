namespace Netra.Faults;

/// <summary>What the run is.</summary>
internal sealed record RunBegan : HistoryEvent
{
    public required int Seed { get; init; }

    public required string Mode { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The fault that was planted into the product; null in a real run.</summary>
    public string? Bug { get; init; }

    /// <summary>Which processes there are, by their names.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();
}
