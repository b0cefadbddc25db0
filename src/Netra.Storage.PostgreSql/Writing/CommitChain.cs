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
    public bool IsPlain { get; } = first.IsPlain;

    /// <summary>Takes a commit in, when it can be written with those before it.</summary>
    public bool TryAdd(UserCommit commit, int index)
    {
        if (!IsPlain || commit.Expected != Last.Next || !commit.IsPlain) return false;
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
}
