using Netra.Abstractions;

namespace Netra.Gateway;

/// <summary>The limits of a connection and its user, as its plan has them.</summary>
/// <param name="MaxMessageBytes">The largest message of the client, in bytes.</param>
/// <param name="MessagesPerSecond">Of one connection.</param>
/// <param name="UserMessagesPerSecond">Of all connections of the user together.</param>
/// <param name="Connections">How many connections the user may have at once.</param>
/// <param name="Policy">What becomes of one more.</param>
internal sealed record PlanLimits(int MaxMessageBytes, int MessagesPerSecond, int UserMessagesPerSecond, int Connections, ConnectionPolicy Policy);
