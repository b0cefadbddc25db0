namespace Netra.Storage.PostgreSql;

/// <summary>
/// Commits of one user that are written as one: each expects the head that the one before it leaves, so that all of them match or none. One commit, or
/// several that only append and trim.
/// </summary>
internal sealed class CommitChain(UserCommit first, int index)
{
    private List<(UserCommit Commit, int Index)>? _rest;

    /// <summary>The first commit; its expected head is the chain's.</summary>
    public UserCommit First { get; } = first;

    /// <summary>The last commit; its next head is the chain's.</summary>
    public UserCommit Last { get; private set; } = first;

    public IEnumerable<UserCommit> Commits => _rest is null ? [First] : _rest.Select(one => one.Commit).Prepend(First);

    public bool IsSingle => _rest is null;

    /// <summary>Whether it changes nothing but the head, new places and those below its oldest, as all chains of several do.</summary>
    public bool IsPlain { get; } = IsPlainOne(first);

    /// <summary>Takes a commit in, when it can be written with those before it.</summary>
    public bool TryAdd(UserCommit commit, int index)
    {
        if (!IsPlain || commit.Expected != Last.Next || !IsPlainOne(commit)) return false;
        _rest ??= [];
        _rest.Add((commit, index));
        Last = commit;
        return true;
    }

    /// <summary>Puts the outcome to the places of the commits in their group.</summary>
    public void Answer(CommitOutcome outcome, Span<CommitOutcome> outcomes)
    {
        outcomes[index] = outcome;
        if (_rest is null) return;
        foreach (var (_, place) in _rest) outcomes[place] = outcome;
    }

    private static bool IsPlainOne(UserCommit commit) =>
        commit is
        {
            FramesToRemove.Count: 0, FramesToErase.Count: 0, DeadLettersToAdd.Count: 0, DeadLettersToForget.Count: 0, SessionsToWrite.Count: 0,
            SessionsToForget.Count: 0, StateChanges.Count: 0, StateSnapshot: null, DeduplicationToWrite.Count: 0, DeduplicationToForget.Count: 0,
            RevokedTokensToWrite.Count: 0, RevokedTokensToForget.Count: 0, WorkToWrite.Count: 0, WorkToForget.Count: 0,
        };
}
