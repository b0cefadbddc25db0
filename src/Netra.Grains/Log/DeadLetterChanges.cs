using Netra.Storage;

namespace Netra.Grains;

/// <summary>What a commit does to the dead letters.</summary>
/// <param name="Add">To keep, by seq.</param>
/// <param name="Forget">To delete, by seq; none of them is among the new ones.</param>
internal sealed record DeadLetterChanges(IReadOnlyList<DeadLetterToAdd> Add, IReadOnlyList<long> Forget)
{
    public static DeadLetterChanges None { get; } = new([], []);

    /// <summary>Whether a commit has anything to do with dead letters.</summary>
    public static bool Concern(StagedCommit commit, RetentionPlan plan) =>
        plan.DeadLetters.Count > 0 || commit.DeadLettersToAdd.Count > 0
        || commit.Changes.Any(change => change.ForgottenDeadLetters.Count > 0 || change.Revoked.Count > 0);

    /// <summary>Brings the book in step with a commit, and says what the commit has to do for it.</summary>
    public static DeadLetterChanges Of(StagedCommit commit, RetentionPlan plan, DeadLetterBook book, long nowMs)
    {
        if (!Concern(commit, plan) && !book.HasSurplus(nowMs)) return None;
        var forget = new SortedSet<long>();
        foreach (var seq in commit.Changes.SelectMany(change => change.ForgottenDeadLetters.Concat(change.Revoked)))
        {
            if (book.Remove(seq)) forget.Add(seq);
        }

        var add = new SortedDictionary<long, DeadLetterToAdd>();
        foreach (var letter in commit.DeadLettersToAdd) Keep(letter, letter.Json.Length);
        foreach (var (letter, bytes) in plan.DeadLetters) Keep(letter, bytes);
        while (book.TakeSurplus(nowMs) is { } surplus)
        {
            if (!add.Remove(surplus)) forget.Add(surplus);
        }

        return new DeadLetterChanges([.. add.Values], [.. forget]);

        void Keep(DeadLetterToAdd letter, int bytes)
        {
            add.Add(letter.Seq, letter);
            book.Add(letter.Seq, letter.AtMs, bytes);
        }
    }
}
