namespace Netra.Abstractions;

/// <summary>What became of a revocation.</summary>
/// <param name="Revoked">False when the user has as many revoked tokens as may be remembered; then nothing was done.</param>
/// <param name="ClosedConnections">How many connections of the user are being closed for it.</param>
[GenerateSerializer, Alias("netra.token_revocation_result"), Immutable]
public sealed record TokenRevocationResult([property: Id(0)] bool Revoked, [property: Id(1)] int ClosedConnections);
