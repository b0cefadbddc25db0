using CsCheck;

namespace Netra.Client.Publishing.Tests;

public sealed class BatchSenderTests
{
    private static readonly ErrorCode?[] Answers = [null, null, null, ErrorCodes.Unavailable, ErrorCodes.QueueFull];

    /// <summary>
    /// Whatever a server answers to whichever message, and as often as it likes: of each user's messages the accepted ones are stored once and in order, each message is
    /// answered as it was, and behind one that failed for a passing reason nothing of its user is stored.
    /// </summary>
    [Fact]
    public void PublishManyAsync_AnyAnswers_KeepTheOrderOfEachUser() => Gen.Int.Sample(
        seed => CheckAsync(new Random(seed)).GetAwaiter().GetResult(), iter: 300);

    private static async Task CheckAsync(Random random)
    {
        using var server = new StubServer();
        // The server takes or refuses a user's messages of one call together, as the real one does, but for those that are wrong by themselves.
        var fates = new Dictionary<string, ErrorCode?>();
        server.Hold = _ =>
        {
            fates.Clear();
            return Task.CompletedTask;
        };
        var wrong = new HashSet<int>();
        server.Refusal = message =>
        {
            if (wrong.Contains(message.N)) return ErrorCodes.TooLarge;
            if (!fates.TryGetValue(message.User, out var fate)) fates.Add(message.User, fate = Answers[random.Next(Answers.Length)]);
            return fate;
        };
        var messages = Enumerable.Range(0, random.Next(1, 60)).Select(n => (User: "u" + random.Next(4), N: n)).ToList();
        wrong.UnionWith(messages.Where(_ => random.Next(8) == 0).Select(message => message.N));
        var publisher = server.Publisher(TimeProvider.System, options =>
        {
            options.MaxBatchMessages = random.Next(1, 12);
            options.RetryDelay = options.MaxRetryDelay = TimeSpan.FromTicks(1);
            options.MaxRetries = random.Next(0, 4);
        });

        var results = await ResultsAsync(publisher, messages);

        Assert.Equal(messages.Select(message => message.User), results.Select(result => result.User));
        foreach (var user in messages.Select(message => message.User).Distinct())
        {
            var own = messages.Zip(results).Where(pair => pair.First.User == user).ToList();
            var accepted = own.Where(pair => pair.Second.Published is not null).Select(pair => pair.First.N).ToList();
            Assert.Equal(accepted, server.Stored.Where(stored => stored.User == user).Select(stored => stored.N));
            var untilFailed = own.TakeWhile(pair => pair.Second.Error is not NetraApiException { IsTransient: true });
            Assert.Equal(accepted, untilFailed.Where(pair => pair.Second.Published is not null).Select(pair => pair.First.N));
            Assert.All(own.Where(pair => wrong.Contains(pair.First.N)), pair => Assert.NotNull(pair.Second.Error));
        }
    }

    private static async Task<IReadOnlyList<PublishResult>> ResultsAsync(NetraPublisher publisher, List<(string User, int N)> messages)
    {
        try
        {
            var published = await publisher.PublishManyAsync(
                messages.Select(message => new UserMessage(message.User, new PublishMessage("note", NetraJson.From(new { n = message.N })) { Id = "id-" + message.N })));
            return [.. messages.Zip(published, (message, one) => new PublishResult(message.User, one.Id, one, null))];
        }
        catch (NetraPublishException exception)
        {
            return exception.Results;
        }
    }
}
