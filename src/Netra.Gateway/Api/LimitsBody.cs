namespace Netra.Gateway;

/// <summary>The limits of a connection.</summary>
internal sealed record LimitsBody(int MaxMessageBytes, int MessagesPerSecond, int Connections);
