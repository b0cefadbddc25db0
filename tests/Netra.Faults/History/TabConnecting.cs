namespace Netra.Faults;

/// <summary>A tab begins to connect.</summary>
internal sealed record TabConnecting : HistoryEvent
{
    public required string Tab { get; init; }

    public required string User { get; init; }

    /// <summary>Names this try in the history; the server never sees it.</summary>
    public required int Connection { get; init; }

    /// <summary>The name of its session; null: the tab passes none, and the server makes one.</summary>
    public string? ClientId { get; init; }

    public string Gateway { get; init; } = "";

    public long? LastSeq { get; init; }

    public string? Epoch { get; init; }

    public long? StateVersion { get; init; }

    public string? Start { get; init; }

    /// <summary>The first try behind an absence that the tab chose itself.</summary>
    public bool IsReturn { get; init; }
}
