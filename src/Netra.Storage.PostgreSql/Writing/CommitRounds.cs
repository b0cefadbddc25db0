using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// Divides a group into rounds that are written one after the other in one transaction: of each user at most one chain in a round, so that each commit
/// sees what the one before it did. Mostly there is one round.
/// </summary>
internal static class CommitRounds
{
    private static readonly Comparison<CommitChain> ByUser = (one, other) => string.CompareOrdinal(one.First.User.Value, other.First.User.Value);

    /// <summary>The chains of each round, in the order of their users; those of one round expect the same epoch.</summary>
    /// <param name="group">The group.</param>
    /// <param name="places">Which of its commits.</param>
    public static List<List<CommitChain>> Of(IReadOnlyList<UserCommit> group, IEnumerable<int> places)
    {
        var rounds = new List<List<CommitChain>>();
        var latest = new Dictionary<UserId, (CommitChain Chain, int Round)>();
        foreach (var place in places)
        {
            var commit = group[place];
            var isFirst = !latest.TryGetValue(commit.User, out var before);
            if (!isFirst && before.Chain.TryAdd(commit, place)) continue;
            var chain = new CommitChain(commit, place);
            latest[commit.User] = (chain, Add(rounds, isFirst ? 0 : before.Round + 1, chain));
        }

        foreach (var round in rounds) round.Sort(ByUser);
        return rounds;
    }

    private static int Add(List<List<CommitChain>> rounds, int from, CommitChain chain)
    {
        var round = from;
        while (round < rounds.Count && rounds[round][0].First.Expected.Epoch != chain.First.Expected.Epoch) round++;
        if (round == rounds.Count) rounds.Add([]);
        rounds[round].Add(chain);
        return round;
    }
}
