namespace Netra.Faults;

/// <summary>What a run says in numbers. Times are milliseconds.</summary>
internal sealed record RunFigures
{
    /// <summary>Messages that were accepted over HTTP.</summary>
    public required int Published { get; init; }

    /// <summary>Messages and changes that tabs sent and that were accepted.</summary>
    public required int Sent { get; init; }

    /// <summary>Calls that had no answer, or one that left the outcome open.</summary>
    public required int Open { get; init; }

    /// <summary>Durable frames that tabs got.</summary>
    public required int Delivered { get; init; }

    public required int Connections { get; init; }

    /// <summary>From the first try to publish to the arrival at a tab that was there, or that was on its way back by itself.</summary>
    public required long DeliveryP50 { get; init; }

    public required long DeliveryP99 { get; init; }

    public required long DeliveryMax { get; init; }

    /// <summary>The same for every few seconds in which enough was delivered.</summary>
    public required IReadOnlyList<WindowFigures> Windows { get; init; }

    /// <summary>The worst of them; null where there was none.</summary>
    public WindowFigures? WorstWindow => Windows.MaxBy(window => window.P99);

    /// <summary>Arrivals outside of faults, from the acceptance to a tab that was there; each could be late.</summary>
    public required int CalmCount { get; init; }

    public required long CalmMax { get; init; }

    public required IReadOnlyList<KindFigures> Kinds { get; init; }
}
