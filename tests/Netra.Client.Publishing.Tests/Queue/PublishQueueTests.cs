namespace Netra.Client.Publishing.Tests;

public sealed class PublishQueueTests : IDisposable
{
    private readonly SignallingTime _time = new();
    private readonly StubServer _server = new();

    [Fact]
    public async Task Enqueue_AsManyAsABatchHas_AreSentAtOnce()
    {
        await using var queue = await QueueAsync(new PublishQueueOptions { BatchMessages = 3 });

        var published = await AddAsync(queue, "a", 1, 2, 3);

        Assert.Equal([1, 2, 3], Numbers(await _server.NextCallAsync()));
        Assert.Equal([1L, 2, 3], (await Task.WhenAll(published).InTime()).Select(one => one.Seq!.Value));
    }

    [Fact]
    public async Task Enqueue_AsManyBytesAsABatchHas_AreSentAtOnce()
    {
        await using var queue = await QueueAsync(new PublishQueueOptions { BatchBytes = 100 });

        await AddAsync(queue, "a", 1, 2);

        Assert.NotEmpty(await _server.NextCallAsync());
    }

    [Fact]
    public async Task Enqueue_Fewer_AreSentWhenTheyAreOldEnough()
    {
        await using var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.FromSeconds(7) });
        var published = await AddAsync(queue, "a", 1);

        Assert.Equal(TimeSpan.FromSeconds(7), await _time.NextDelayAsync());
        await AddAsync(queue, "b", 2);
        Assert.Equal(TimeSpan.FromSeconds(7), await _time.NextDelayAsync());
        Assert.False(published[0].IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal([1, 2], Numbers(await _server.NextCallAsync()));
    }

    [Fact]
    public async Task Enqueue_NoAge_IsSentAtOnce()
    {
        await using var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.Zero });

        await AddAsync(queue, "a", 1);

        Assert.Equal([1], Numbers(await _server.NextCallAsync()));
    }

    [Fact]
    public async Task Enqueue_WhileABatchIsUnderWay_GathersForTheNext()
    {
        var gate = Gate();
        await using var queue = await QueueAsync(new PublishQueueOptions { BatchMessages = 2, MaxAge = TimeSpan.FromSeconds(1) });
        await AddAsync(queue, "a", 1, 2);
        await _server.NextCallAsync();

        await AddAsync(queue, "a", 3, 4);
        await AddAsync(queue, "b", 5);
        gate.SetResult();

        Assert.Equal([3, 4], Numbers(await _server.NextCallAsync()));
        var last = _server.NextCallAsync();
        await PassDelaysUntilAsync(last);
        Assert.Equal([5], Numbers(await last));
    }

    [Theory]
    [InlineData(2, int.MaxValue)]
    [InlineData(100, 160)]
    public async Task Enqueue_Full_WaitsUntilAMessageIsSettled(int capacity, int bytes)
    {
        var gate = Gate();
        await using var queue = await QueueAsync(new PublishQueueOptions { Capacity = capacity, MaxQueuedBytes = bytes, MaxAge = TimeSpan.Zero });
        await AddAsync(queue, "a", 1, 2);

        var third = queue.EnqueueAsync("a", Note(3)).AsTask();

        Assert.False(queue.TryEnqueue("a", Note(4), out var fourth));
        Assert.Null(fourth);
        Assert.False(third.IsCompleted);
        gate.SetResult();
        Assert.Equal(3, (await (await third.InTime()).InTime()).Seq);
    }

    [Fact]
    public async Task Enqueue_FullAndCancelled_TakesNoRoom()
    {
        var gate = Gate();
        await using var queue = await QueueAsync(new PublishQueueOptions { Capacity = 1, MaxAge = TimeSpan.Zero });
        await AddAsync(queue, "a", 1);
        using var cancel = new CancellationTokenSource();
        var second = queue.EnqueueAsync("a", Note(2), cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.InTime());
        gate.SetResult();
        Assert.Equal(2, (await queue.PublishAsync("a", Note(3)).InTime()).Seq);
    }

    [Fact]
    public async Task Enqueue_MessageThatIsRefusedForGood_FailsAlone()
    {
        _server.Refusal = message => message.N == 2 ? ErrorCodes.TooLarge : null;
        await using var queue = await QueueAsync(new PublishQueueOptions { BatchMessages = 3 });

        var published = await AddAsync(queue, "a", 1, 2, 3);

        Assert.Equal(1, (await published[0].InTime()).Seq);
        Assert.Equal(2, (await published[2].InTime()).Seq);
        Assert.Equal(ErrorCodes.TooLarge.Name, (await Assert.ThrowsAsync<NetraApiException>(() => published[1].InTime())).Code);
    }

    [Fact]
    public async Task Enqueue_UserThatCannotBeTakenNow_IsTriedAgainInOrderAndHoldsUpNobodyElse()
    {
        var refuses = true;
        _server.Refusal = message => refuses && message.User == "a" ? ErrorCodes.Unavailable : null;
        await using var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.Zero });
        var first = await AddAsync(queue, "a", 1);
        await _server.NextCallAsync();
        var pause = await _time.NextDelayAsync();
        Assert.InRange(pause, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));

        var second = await AddAsync(queue, "a", 2);
        var other = await AddAsync(queue, "b", 3);
        await other[0].InTime();
        Assert.False(first[0].IsCompleted);
        refuses = false;
        _time.Advance(pause);

        await PassDelaysUntilAsync(Task.WhenAll(first[0], second[0]));
        Assert.Equal([3, 1, 2], Numbers(_server.Stored));
    }

    [Fact]
    public async Task Enqueue_UserThatCannotBeTakenForTooLong_FailsWithAllThatWaitsForIt()
    {
        _server.Refusal = message => message.User == "a" ? ErrorCodes.QueueFull : null;
        await using var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.Zero }, options => options.MaxRetries = 2);
        var published = await AddAsync(queue, "a", 1);
        await _time.PassNextDelayAsync();
        await _time.NextDelayAsync();
        published = [.. published, .. await AddAsync(queue, "a", 2)];

        _time.Advance(TimeSpan.FromSeconds(1));
        await PassDelaysUntilAsync(Task.WhenAll(published));

        foreach (var one in published) Assert.Equal(ErrorCodes.QueueFull.Name, (await Assert.ThrowsAsync<NetraApiException>(() => one.InTime())).Code);
        _server.Refusal = _ => null;
        Assert.Equal(1, (await queue.PublishAsync("a", Note(3)).InTime()).Seq);
    }

    [Fact]
    public async Task Enqueue_CallThatFails_FailsEveryMessageOfIt()
    {
        _server.Hold = _ => throw new HttpRequestException("broken");
        await using var queue = await QueueAsync(new PublishQueueOptions { BatchMessages = 2 });

        var published = await AddAsync(queue, "a", 1, 2);

        foreach (var one in published) Assert.Equal("broken", (await Assert.ThrowsAsync<HttpRequestException>(() => one.InTime())).Message);
        _server.Hold = _ => Task.CompletedTask;
        Assert.Equal([1L, 2], (await Task.WhenAll(await AddAsync(queue, "a", 3, 4)).InTime()).Select(one => one.Seq!.Value));
    }

    [Fact]
    public async Task DisposeAsync_MessagesThatWait_AreSentFirst()
    {
        var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.FromHours(1) });
        var published = await AddAsync(queue, "a", 1, 2);

        await queue.DisposeAsync().AsTask().InTime();

        Assert.All(published, one => Assert.True(one.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.PublishAsync("a", Note(3)).InTime());
        Assert.Equal([1, 2], Numbers(_server.Stored));
    }

    /// <summary>The end may come while the pump makes up its mind to wait for the age of what it has: each time that it looks at the clock.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task DisposeAsync_WhileThePumpLooksAtTheClock_SendsWhatWaits(int look)
    {
        var time = new InterruptingTime();
        var queue = new PublishQueue(_server.Publisher(time), new PublishQueueOptions { MaxAge = TimeSpan.FromHours(1) });
        var disposed = new TaskCompletionSource<Task>();
        time.Interrupt(look, () => disposed.SetResult(queue.DisposeAsync().AsTask()));

        var published = await AddAsync(queue, "a", 1);
        await (await disposed.Task.InTime()).InTime();

        Assert.Equal(1, (await published[0]).Seq);
    }

    [Fact]
    public async Task DisposeAsync_ServerThatDoesNotAnswer_EndsInTimeAndFailsWhatIsLeft()
    {
        _server.Hold = cancelled => Task.Delay(Timeout.Infinite, cancelled);
        var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.Zero, BatchMessages = 1, ShutdownTimeout = TimeSpan.FromSeconds(3) });
        var published = await AddAsync(queue, "a", 1, 2);
        await _server.NextCallAsync();

        var disposed = queue.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        await disposed.InTime();

        // Of the first nobody knows, the second was not sent.
        Assert.IsType<TimeoutException>(published[0].Exception!.InnerException);
        Assert.IsType<ObjectDisposedException>(published[1].Exception!.InnerException);
    }

    [Fact]
    public async Task DisposeAsync_UserThatPauses_IsWaitedFor()
    {
        var refuses = true;
        _server.Refusal = _ => refuses ? ErrorCodes.Unavailable : null;
        var queue = await QueueAsync(new PublishQueueOptions { MaxAge = TimeSpan.Zero });
        var published = await AddAsync(queue, "a", 1);
        await _server.NextCallAsync();
        var pause = await _time.NextDelayAsync();

        refuses = false;
        var disposed = queue.DisposeAsync().AsTask();
        _time.Advance(pause);
        await PassDelaysUntilAsync(disposed);
        await disposed;

        Assert.Equal(1, (await published[0]).Seq);
    }

    public void Dispose() => _server.Dispose();

    private async Task<PublishQueue> QueueAsync(PublishQueueOptions options, Action<NetraPublisherOptions>? configure = null)
    {
        var queue = new PublishQueue(_server.Publisher(_time, configure), options);
        // The timer that ends it one day.
        await _time.NextDelayAsync();
        return queue;
    }

    /// <summary>Lets each wait pass that begins, until something is done: what comes in has the pump begin its wait anew, and time may have passed just before.</summary>
    private async Task PassDelaysUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            var delay = _time.NextDelayAsync();
            if (await Task.WhenAny(done, delay) == delay) _time.Advance(await delay);
        }
    }

    private static async Task<IReadOnlyList<Task<Published>>> AddAsync(PublishQueue queue, string user, params int[] numbers)
    {
        var published = new List<Task<Published>>();
        foreach (var n in numbers) published.Add(await queue.EnqueueAsync(user, Note(n)).AsTask().InTime());
        return published;
    }

    /// <summary>Holds the server's answers back until it is set.</summary>
    private TaskCompletionSource Gate()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Hold = cancelled => gate.Task.WaitAsync(cancelled);
        return gate;
    }

    private static PublishMessage Note(int n) => new("note", NetraJson.From(new { n })) { Id = "id-" + n };

    private static IEnumerable<int> Numbers(IEnumerable<StubMessage> messages) => messages.Select(message => message.N);
}
