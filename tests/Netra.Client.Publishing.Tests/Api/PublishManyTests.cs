namespace Netra.Client.Publishing.Tests;

public sealed class PublishManyTests(PublisherHost host) : PublisherHostTests(host)
{
    [Fact]
    public async Task PublishManyAsync_MoreThanABatchForManyUsers_KeepsTheOrderOfEach()
    {
        const int users = 7, count = 3_500;
        var messages = Enumerable.Range(0, count).Select(n => new UserMessage($"{User}-{n % users}", Note(n))).ToList();

        var published = await Publisher.PublishManyAsync(messages);

        Assert.Equal(count, published.Count);
        for (var user = 0; user < users; user++)
        {
            var stored = await MessagesAsync($"{User}-{user}");
            Assert.Equal(Enumerable.Range(0, count).Where(n => n % users == user), stored.Select(NumberOf));
            Assert.Equal(stored.Select(message => (message.Id, (long?)message.Seq)), published.Where((_, n) => n % users == user).Select(one => (one.Id, one.Seq)));
        }
    }

    [Fact]
    public async Task PublishManyAsync_MoreBytesThanABatchHas_GoInSeveralCalls()
    {
        var text = new string('x', 200_000);
        var messages = Enumerable.Range(0, 60).Select(n => new UserMessage(User, new PublishMessage("note", NetraJson.From(new { n, text }))));

        var published = await Publisher.PublishManyAsync(messages);

        Assert.Equal(Enumerable.Range(1, 60).Select(seq => (long?)seq), published.Select(one => one.Seq));
    }

    [Fact]
    public async Task PublishManyAsync_OneIsRefused_TheOthersAreStoredAndItIsTold()
    {
        var large = new PublishMessage("note", NetraJson.From(new { text = new string('x', 300_000) })) { Id = "large" };

        var error = await Assert.ThrowsAsync<NetraPublishException>(
            () => Publisher.PublishManyAsync([new(User, Note(1)), new(User, large), new(User, Note(2))]));

        Assert.Equal([1L, null, 2L], error.Results.Select(result => result.Published?.Seq));
        var refused = error.Results[1];
        Assert.Equal(("large", User, ErrorCodes.TooLarge.Name), (refused.Id, refused.User, Assert.IsType<NetraApiException>(refused.Error).Code));
        Assert.Equal([1, 2], (await MessagesAsync()).Select(NumberOf));
    }

    [Fact]
    public async Task PublishManyAsync_None_IsNothing() => Assert.Empty(await Publisher.PublishManyAsync([]));

    [Fact]
    public async Task PublishManyAsync_Cancelled_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Publisher.PublishManyAsync([new(User, Note(1))], cancelled.Token));
    }

    [Fact]
    public async Task PublishQueue_ManyWriters_KeepTheOrderOfEachAndAreAllStored()
    {
        const int writers = 8, each = 400;
        await using var services = new PublisherServices(Host.BaseUrl, configureQueue: queue => queue.Capacity = 300);
        var queue = services.Queue;

        var published = await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var tasks = new List<Task<Published>>();
            for (var n = 0; n < each; n++) tasks.Add(await queue.EnqueueAsync($"{User}-{writer}", Note(n)));
            return await Task.WhenAll(tasks);
        }));

        for (var writer = 0; writer < writers; writer++)
        {
            var stored = await MessagesAsync($"{User}-{writer}");
            Assert.Equal(Enumerable.Range(0, each), stored.Select(NumberOf));
            Assert.Equal(stored.Select(message => (long?)message.Seq), published[writer].Select(one => one.Seq));
        }
    }
}
