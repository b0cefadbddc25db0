namespace Netra.Faults;

/// <summary>The cluster did not come back when everything was healed. That is a violation too.</summary>
internal sealed record RunFailed : HistoryEvent
{
    public required string Reason { get; init; }
}
