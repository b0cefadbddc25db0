using Netra.Protocol;

namespace Netra.Storage.Conformance;

/// <summary>What a commit changes, without the head that follows from it: see <see cref="UserCommit"/> for the lists.</summary>
public sealed class CommitParts
{
    /// <summary>New places; their seqs and timestamps are given by the writer.</summary>
    public IReadOnlyList<StoredFrame> Places { get; init; } = [];

    /// <summary>The new lowest retained place, or one above the head for none; null keeps the one before.</summary>
    public long? Oldest { get; init; }

    public IReadOnlyList<long> Remove { get; init; } = [];

    public IReadOnlyList<FrameHole> Erase { get; init; } = [];

    public IReadOnlyList<DeadLetterToAdd> DeadLetters { get; init; } = [];

    public IReadOnlyList<long> ForgetDeadLetters { get; init; } = [];

    public IReadOnlyList<SessionRecord> Sessions { get; init; } = [];

    public IReadOnlyList<ClientId> ForgetSessions { get; init; } = [];

    public IReadOnlyList<StateChangeRecord> StateChanges { get; init; } = [];

    public StateSnapshotRecord? StateSnapshot { get; init; }

    public IReadOnlyList<DeduplicationRecord> Deduplication { get; init; } = [];

    public IReadOnlyList<DeduplicationKey> ForgetDeduplication { get; init; } = [];

    /// <summary>The new second up to which tokens are revoked; null keeps the one before.</summary>
    public long? TokensRevokedUpToS { get; init; }

    public IReadOnlyList<RevokedTokenRecord> RevokedTokens { get; init; } = [];

    public IReadOnlyList<string> ForgetRevokedTokens { get; init; } = [];

    public IReadOnlyList<WorkRecord> Work { get; init; } = [];

    public IReadOnlyList<long> ForgetWork { get; init; } = [];
}
