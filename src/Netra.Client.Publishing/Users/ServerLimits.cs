namespace Netra.Client.Publishing;

/// <summary>What a connection may do, and how many a user may have.</summary>
/// <param name="MaxMessageBytes">The largest message, in bytes.</param>
/// <param name="MessagesPerSecond">The most messages of a client.</param>
/// <param name="Connections">The most connections of a user at once.</param>
public sealed record ServerLimits(int MaxMessageBytes, int MessagesPerSecond, int Connections);
