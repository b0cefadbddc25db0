namespace Netra.Client.Publishing;

internal sealed record DisconnectBody(string? Reason, bool Reconnect);
