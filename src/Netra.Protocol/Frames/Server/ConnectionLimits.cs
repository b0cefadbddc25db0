namespace Netra.Protocol;

/// <summary>The limits that a client is told (protocol section 2.1).</summary>
/// <param name="MaxMessageBytes">The largest frame from the client, in UTF-8 bytes.</param>
/// <param name="MessagesPerSecond">How many frames a second a connection may send.</param>
/// <param name="Connections">How many connections the user may have at once.</param>
public readonly record struct ConnectionLimits(long MaxMessageBytes, long MessagesPerSecond, int Connections);
