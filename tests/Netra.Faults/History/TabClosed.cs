namespace Netra.Faults;

/// <summary>A connection has ended.</summary>
internal sealed record TabClosed : HistoryEvent
{
    public required int Connection { get; init; }

    /// <summary>The close code that the server sent; null when there was none.</summary>
    public int? Code { get; init; }

    /// <summary><c>server</c>, <c>client</c>, <c>abort</c> (the tab cut the connection), <c>silence</c> (nothing came), <c>broken</c>.</summary>
    public required string By { get; init; }
}
