namespace Netra.Client;

/// <summary>Says what to send in the place of a change that met a newer version, or null to give up.</summary>
/// <param name="conflict">The change, and what the server has.</param>
/// <param name="cancellationToken">Cancelled when the client is disposed.</param>
public delegate ValueTask<StateChange?> ConflictHandler(StateConflict conflict, CancellationToken cancellationToken);
