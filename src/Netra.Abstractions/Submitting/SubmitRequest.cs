using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>What a client sent on one connection, in its order.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Client">Its session.</param>
/// <param name="Items">One or more.</param>
[GenerateSerializer, Alias("netra.submit_request"), Immutable]
public sealed record SubmitRequest(
    [property: Id(0)] ConnectionId Connection, [property: Id(1)] ClientId Client, [property: Id(2)] SubmittedItem[] Items);
