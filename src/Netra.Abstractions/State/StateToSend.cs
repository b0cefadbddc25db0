namespace Netra.Abstractions;

/// <summary>The state that a connection gets before its replay (protocol section 5).</summary>
/// <param name="State">The state.</param>
/// <param name="ResyncReason">The <c>reason</c> of a <c>state_resync</c>; null: it goes as <c>state_snapshot</c>.</param>
[GenerateSerializer, Alias("netra.state_to_send"), Immutable]
public sealed record StateToSend([property: Id(0)] UserState State, [property: Id(1)] string? ResyncReason);
