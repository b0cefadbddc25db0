namespace Netra.Storage;

/// <summary>Everything that a user's grain needs when it starts.</summary>
/// <param name="Head">The log's head record; <see cref="UserHead.Empty"/> for a user never seen.</param>
/// <param name="Sessions">The sessions, in no order.</param>
/// <param name="State">The state.</param>
/// <param name="Work">The work that is left, by number.</param>
public sealed record UserSnapshot(
    UserHead Head, IReadOnlyList<SessionRecord> Sessions, StoredState State, IReadOnlyList<WorkRecord> Work)
{
    /// <summary>The tokens that are refused one by one, in no order.</summary>
    public IReadOnlyList<RevokedTokenRecord> RevokedTokens { get; init; } = [];
}
