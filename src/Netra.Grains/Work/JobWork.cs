using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>A message whose handler runs in the background.</summary>
/// <param name="JobId">Names it for ever: what the ids of its steps are made of.</param>
/// <param name="Message">The message.</param>
/// <param name="Client">The session that sent it; null when it was a dead letter.</param>
/// <param name="Connection">The connection that sent it, which is told when it is given up.</param>
/// <param name="Failures">How many tries have failed.</param>
/// <param name="Restarts">How often an activation took it from storage and began it, orderly stops not counted.</param>
internal sealed record JobWork(string JobId, InboundMessage Message, ClientId? Client, ConnectionId? Connection, int Failures, int Restarts = 0)
    : UserWorkBody;
