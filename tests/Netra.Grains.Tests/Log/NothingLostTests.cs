using System.Text.Json;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>
/// Many writers at once, failures, ends and small limits: whatever was acknowledged is a frame or a dead letter, and the head counts what is stored.
/// </summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int Steps = 1_500;

    /// <summary>How many appends may be under way: a slow writer must not make of all steps a few commits, which meet no fault.</summary>
    private const int MaxUnderWay = 50;

    public static TheoryData<int> Seeds => [1, 2, 3, Random.Shared.Next()];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Stage_RandomMessagesAndFailures_EachIsAFrameOrADeadLetter(int seed) => Exclusively.RunAsync(async () =>
    {
        output.WriteLine($"Seed: {seed}");
        var random = new Random(seed);
        await using var user = new LogUser();
        user.Limits.MaxCommitsInFlight = random.Next(1, 6);
        user.Limits.MaxCommitFrames = random.Next(1, 20);
        user.Limits.MaxMessages = random.Next(1, 60);
        user.Limits.MaxDeadLetters = int.MaxValue;
        user.Limits.MaxDeadLetterBytes = long.MaxValue;
        var log = new RandomlyFailingLog(user.Log, random, () => user.IntrudeAsync());
        var (acknowledged, waiting) = (new Dictionary<long, string>(), new List<Task>());
        var pipeline = await user.LoadAsync(log);
        for (var step = 0; step < Steps; step++)
        {
            if (pipeline.Failure is not null) pipeline = await user.LoadAsync(log);
            if (random.Next(20) == 0) user.Time.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
            waiting.Add(AppendAsync(pipeline, Messages(random)));
            if (random.Next(3) == 0) await Task.Yield();
            if (random.Next(10) == 0) await waiting[random.Next(waiting.Count)];
            if (waiting.Count > MaxUnderWay) await waiting[^MaxUnderWay];
        }

        await Task.WhenAll(waiting);
        await AssertKeptAsync(user, acknowledged);

        async Task AppendAsync(CommitPipeline to, NewMessage[] messages)
        {
            try
            {
                var (commit, published) = to.Append(messages);
                await commit.Durable;
                foreach (var frame in published) acknowledged.Add(frame.Seq, frame.Id);
            }
            catch (Exception exception) when (exception is CommitConflictException or StorageUnavailableException)
            {
                // Not acknowledged: it may be there or not.
            }
        }
    });

    private static NewMessage[] Messages(Random random) =>
    [
        .. LogUser.Messages(random.Next(1, 8)).Select(message => message with
        {
            Priority = random.Next(3) == 0 ? (MessagePriority)random.Next(4) : MessagePriority.Normal,
            TtlMs = random.Next(4) == 0 ? random.Next(1, 2_000) : null,
        }),
    ];

    private static async Task AssertKeptAsync(LogUser user, Dictionary<long, string> acknowledged)
    {
        Assert.True(acknowledged.Count > 100, $"Only {acknowledged.Count} were acknowledged: the test tested little.");
        var pipeline = await SettledAsync(user);
        var letters = await user.LettersAsync();
        Assert.NotEmpty(letters);
        var kept = (await user.ReadAllAsync()).Where(place => place.Hole is null).Select(place => place.Json)
            .Concat(letters.Select(letter => letter.Json))
            .Select(json => JsonDocument.Parse(json).RootElement)
            .ToDictionary(json => json.GetProperty("seq").GetInt64(), json => json.GetProperty("id").GetString());
        Assert.All(acknowledged, entry => Assert.Equal(entry.Value, kept.GetValueOrDefault(entry.Key)));
        Assert.Equal(letters.Count, (await pipeline.LettersAsync()).Count);
        Assert.InRange(pipeline.Durable.FrameCount, 0, user.Limits.MaxMessages);
    }

    /// <summary>A pipeline that has the log at its limits; it reads the index only when the head counts exactly what is stored.</summary>
    private static async Task<CommitPipeline> SettledAsync(LogUser user)
    {
        while (true)
        {
            var pipeline = await user.LoadAsync();
            try
            {
                await pipeline.ReadIndexOnceAsync();
                for (var i = 0; i < 3; i++) await pipeline.SaveSession(ClientId.NewId(), null).Durable;
                return pipeline;
            }
            catch (CommitConflictException)
            {
                // One of the failed pipelines was trimming still.
            }
        }
    }
}
