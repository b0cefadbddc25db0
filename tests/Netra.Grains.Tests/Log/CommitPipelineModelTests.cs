using System.Text.Json;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>
/// A pipeline that meets random failures, reloads as the grain does, and is compared with what it has promised: what is acknowledged is stored with its
/// seq and its id, what conflicted is not, and what is reported is in order.
/// </summary>
public sealed class CommitPipelineModelTests(ITestOutputHelper output)
{
    private const int Steps = 3_000;

    /// <summary>How many appends may be under way: a slow writer must not make of all steps a few commits, which meet no fault.</summary>
    private const int MaxUnderWay = 50;

    public static TheoryData<int> Seeds => [1, 2, 3, Random.Shared.Next()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Append_RandomFailuresAndWriters_KeepsEveryPromise(int seed) => Exclusively.RunAsync(async () =>
    {
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        await using var user = new LogUser();
        user.Limits.MaxCommitsInFlight = random.Next(1, 6);
        user.Limits.MaxCommitFrames = random.Next(1, 20);
        if (random.Next(2) == 0) user.Limits.MaxMessages = random.Next(1, 100);
        var log = new RandomlyFailingLog(user.Log, random, () => user.IntrudeAsync(random.Next(1, 4)));
        var (acknowledged, conflicted) = (new Dictionary<long, string>(), new HashSet<string>());
        var (failures, waiting) = (0, new List<Task>());
        var pipeline = await user.LoadAsync(log);
        for (var step = 0; step < Steps; step++)
        {
            if (pipeline.Failure is not null)
            {
                failures++;
                user.Reported.Clear();
                pipeline = await user.LoadAsync(log);
            }

            waiting.Add(AppendAsync(pipeline, random.Next(1, 8)));
            if (random.Next(3) == 0) await Task.Yield();
            if (random.Next(10) == 0) await waiting[random.Next(waiting.Count)];
            if (waiting.Count > MaxUnderWay) await waiting[^MaxUnderWay];
            AssertContiguous(user.Reported);
        }

        await Task.WhenAll(waiting);
        await log.SettledAsync();
        Assert.True(failures > 0, $"Only {failures} failures: the test tested nothing.");
        await AssertKeptAsync(user, acknowledged, conflicted);

        async Task AppendAsync(CommitPipeline to, int messages)
        {
            var (commit, published) = to.Append(LogUser.Messages(messages));
            try
            {
                await commit.Durable;
                Assert.True(to.Durable.HeadSeq >= published[^1].Seq, "Acknowledged above the durable head.");
                foreach (var message in published) Assert.True(acknowledged.TryAdd(message.Seq, message.Id), $"Seq {message.Seq} was given twice.");
            }
            catch (CommitConflictException)
            {
                conflicted.UnionWith(published.Select(message => message.Id));
            }
            catch (StorageUnavailableException)
            {
                // May or may not be there.
            }
        }
    });

    private static void AssertContiguous(List<long> reported)
    {
        for (var i = 1; i < reported.Count; i++) Assert.Equal(reported[i - 1] + 1, reported[i]);
    }

    private static async Task AssertKeptAsync(LogUser user, Dictionary<long, string> acknowledged, HashSet<string> conflicted)
    {
        var head = (await user.SnapshotAsync()).Head;
        var frames = await user.ReadAllAsync();
        Assert.Equal(LogUser.Range(head.OldestSeq, head.HeadSeq), frames.Select(frame => frame.Seq));
        Assert.Equal(frames.Sum(frame => (long)frame.Json.Length), head.RetainedBytes);
        Assert.All(acknowledged.Keys, seq => Assert.InRange(seq, 1, head.HeadSeq));
        Assert.NotEmpty(conflicted);
        foreach (var frame in frames)
        {
            using var json = JsonDocument.Parse(frame.Json);
            var id = json.RootElement.GetProperty("id").GetString()!;
            Assert.Equal(frame.Seq, json.RootElement.GetProperty("seq").GetInt64());
            Assert.DoesNotContain(id, conflicted);
            if (acknowledged.TryGetValue(frame.Seq, out var promised)) Assert.Equal(promised, id);
        }
    }
}
