using CsCheck;
using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    private int _samples;

    /// <summary>
    /// Random commits of every part, of a few users, against the model, with groups, conflicts and reopening between. A failure names the seed that
    /// replays it (the environment variable <c>CsCheck_Seed</c>), after the steps were cut down to those that it needs.
    /// </summary>
    [Fact]
    public Task AnySequenceOfCommits_MatchesTheModel()
    {
        var step = Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3], Gen.Int[0, 1_000_000]);
        return step.List[1, 40].SampleAsync(RunAsync, iter: 30, threads: 1);
    }

    private async Task RunAsync(List<(int Kind, int User, int Seed)> steps)
    {
        // Users of its own for each run: what is there before stays.
        var prefix = $"{_samples++}-";
        var writers = new List<LogWriter>();
        foreach (var id in (string[])["a", "ab", "abc", "é"]) writers.Add(await LogWriter.LoadAsync(Log, prefix + id));
        foreach (var (kind, user, seed) in steps) await StepAsync(kind, writers[user], writers, new Random(seed));

        foreach (var writer in writers) await writer.AssertStoredAsync(Log);
        var withWork = (await UsersWithWorkAsync(3)).Where(user => user.Value.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet();
        Assert.Equal(writers.Where(writer => writer.Model.Work.Count > 0).Select(writer => writer.User).ToHashSet(), withWork);
    }

    private async Task StepAsync(int kind, LogWriter writer, List<LogWriter> writers, Random random)
    {
        if (kind == 0) await ReopenAsync();
        var stale = kind == 1 ? await LogWriter.LoadAsync(Log, writer.User.Value) : null;
        UserCommit[] group = kind < 5
            ? [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => writers[random.Next(writers.Count)]).Select(one => one.Commit(RandomParts.Next(random, one)))]
            : [writer.Commit(RandomParts.Next(random, writer))];
        // Straight to the backend they are one group for certain; through the log they are checked against the rules of commits.
        var outcomes = kind is 2 or 3 ? await CommitGroupAsync(group) : await Task.WhenAll(group.Select(Log.CommitAsync));
        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        if (stale is not null && stale.Head != writer.Head)
            Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(stale.Commit(RandomParts.Next(random, stale))));

        await writer.AssertStoredAsync(Log);
        await AssertPagesAsync(writer, random);
    }

    private async Task AssertPagesAsync(LogWriter writer, Random random)
    {
        var (from, to) = (random.NextInt64(0, writer.Head.HeadSeq + 2), random.NextInt64(0, writer.Head.HeadSeq + 2));
        var frames = writer.Frames.Where(frame => frame.Seq >= from && frame.Seq <= to);
        var most = random.Next(1, 6);
        LogWriter.AssertFrames(frames.Take(most), await Log.ReadAsync(writer.User, from, to, most, int.MaxValue, CancellationToken.None));
        var letters = await Log.ReadDeadLettersAsync(writer.User, from, most, int.MaxValue, CancellationToken.None);
        Assert.Equal(writer.Model.DeadLetters.Keys.Where(seq => seq > from).Take(most), letters.Select(letter => letter.Seq));
    }

    /// <summary>All users with work, read in pages.</summary>
    private async Task<List<UserId>> UsersWithWorkAsync(int maxUsers)
    {
        var users = new List<UserId>();
        while (true)
        {
            var page = await Log.FindUsersWithWorkAsync(users.Count == 0 ? null : users[^1], maxUsers, CancellationToken.None);
            Assert.InRange(page.Count, 0, maxUsers);
            if (page.Count == 0) return users;
            users.AddRange(page);
            Assert.Equal(users.Count, users.Distinct().Count());
        }
    }
}
