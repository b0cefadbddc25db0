using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a client sent on one connection, in its order.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Client">Its session.</param>
/// <param name="Items">One or more.</param>
[GenerateSerializer, Alias("netra.submit_request"), Immutable]
public sealed record SubmitRequest(
    [property: Id(0)] ConnectionId Connection, [property: Id(1)] ClientId Client, [property: Id(2)] SubmittedItem[] Items)
{
    /// <summary>
    /// How many items a second the user may send over all its connections and gateways, with a burst of one second; 0: any number. What is beyond it is
    /// refused with <c>rate_limited</c>.
    /// </summary>
    [Id(3)]
    public int UserItemsPerSecond { get; init; }
}
