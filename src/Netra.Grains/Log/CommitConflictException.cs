namespace Netra.Grains;

/// <summary>Another activation wrote first: nothing of the commit was written, and what this activation remembers is stale.</summary>
internal sealed class CommitConflictException() : Exception("Another writer changed the user's log first.");
