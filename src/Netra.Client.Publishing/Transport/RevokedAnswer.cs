namespace Netra.Client.Publishing;

internal sealed record RevokedAnswer(int ClosedConnections);
