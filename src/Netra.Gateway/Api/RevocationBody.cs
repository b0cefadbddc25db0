namespace Netra.Gateway;

/// <summary>What a revocation did.</summary>
/// <param name="ClosedConnections">How many connections are closed with 4401 for it.</param>
internal sealed record RevocationBody(int ClosedConnections);
