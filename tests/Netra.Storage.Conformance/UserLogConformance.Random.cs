using Netra.Protocol;

namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    private const string SeedVariable = "NETRA_TEST_SEED";

    /// <summary>Random commits of a few users against the model, with conflicts and reopening between. The seed in the output replays it.</summary>
    [Fact]
    public async Task AnySequenceOfCommits_MatchesTheModel()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        var random = new Random(seed);
        var writers = new List<LogWriter>();
        foreach (var id in (string[])["a", "ab", "abc", "é"]) writers.Add(await LogWriter.LoadAsync(Log, id));

        try
        {
            for (var step = 0; step < 60; step++) await StepAsync(random, writers);
            foreach (var writer in writers) await writer.AssertStoredAsync(Log);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Failed with {SeedVariable}={seed}.", exception);
        }
    }

    private async Task StepAsync(Random random, List<LogWriter> writers)
    {
        if (random.Next(15) == 0) await ReopenAsync();
        var stale = await LogWriter.LoadAsync(Log, writers[0].User.Value);
        var group = Enumerable.Range(0, random.Next(1, 8)).Select(_ => RandomCommit(random, writers[random.Next(writers.Count)])).ToList();
        var outcomes = await Task.WhenAll(group.Select(Log.CommitAsync));
        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));

        if (group.Exists(commit => commit.User == stale.User))
            Assert.Equal(CommitOutcome.Conflict, await Log.CommitAsync(RandomCommit(random, stale)));

        var read = writers[random.Next(writers.Count)];
        var (from, to) = (random.NextInt64(0, read.Head.HeadSeq + 2), random.NextInt64(0, read.Head.HeadSeq + 2));
        LogWriter.AssertFrames(
            read.Frames.Where(frame => frame.Seq >= from && frame.Seq <= to),
            await Log.ReadAsync(read.User, from, to, int.MaxValue, int.MaxValue, CancellationToken.None));
    }

    private static UserCommit RandomCommit(Random random, LogWriter writer)
    {
        var frames = Enumerable.Range(0, random.Next(4)).Select(_ =>
        {
            var json = new byte[random.Next(1, 2_000)];
            random.NextBytes(json);
            return json;
        }).ToArray();
        var ids = Enumerable.Range(0, 4).Select(i => ClientId.Parse($"tab{i}")).ToArray();
        var head = writer.Head.HeadSeq + frames.Length;
        long? oldest = head > 0 && random.Next(3) == 0 ? random.NextInt64(Math.Max(writer.Head.OldestSeq, 1), head + 2) : null;
        var acked = random.Next(2) == 0 ? (long?)null : random.Next();
        var session = random.Next(ids.Length);
        return writer.Commit(
            frames,
            oldest,
            write: random.Next(2) == 0 ? [new SessionRecord(ids[session], random.Next(), acked, random.Next())] : [],
            forget: random.Next(4) == 0 ? [ids[(session + 1) % ids.Length]] : []);
    }
}
