namespace Netra.Protocol;

/// <summary>A place in a user's log: everything up to <paramref name="Seq"/> has been had, in <paramref name="Epoch"/>.</summary>
/// <param name="Seq">The last sequence number that was processed; 0 before the first.</param>
/// <param name="Epoch">The history that the number counts in; null means the present one.</param>
public readonly record struct StreamPosition(long Seq, Epoch? Epoch);
