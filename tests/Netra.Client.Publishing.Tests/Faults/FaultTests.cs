namespace Netra.Client.Publishing.Tests;

/// <summary>What goes wrong between the publisher and the real host.</summary>
public sealed class FaultTests(PublisherHost host) : PublisherHostTests(host)
{
    [Theory]
    [InlineData(nameof(Fault.Unavailable), false)]
    [InlineData(nameof(Fault.Draining), false)]
    [InlineData(nameof(Fault.AnswerReplaced), true)]
    [InlineData(nameof(Fault.AnswerLost), true)]
    [InlineData(nameof(Fault.AnswerCut), true)]
    public async Task PublishAsync_TriesThatFail_AreRepeatedWithTheSameIdAndStoredOnce(string fault, bool isStored)
    {
        var kind = Enum.Parse<Fault>(fault);
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, kind, kind);
        await using var services = new PublisherServices(proxy.Url);

        var published = await services.Publisher.PublishAsync(User, Note(1));

        Assert.Equal((1L, isStored), (published.Seq!.Value, published.Duplicate));
        Assert.Equal(published.Id, Assert.Single(await MessagesAsync()).Id);
        Assert.Equal(3, proxy.Bodies.Count);
        Assert.Single(proxy.Bodies.Distinct());
    }

    [Theory]
    [InlineData(nameof(Fault.AnswerLost))]
    [InlineData(nameof(Fault.AnswerCut))]
    public async Task PublishManyAsync_AnswerThatDoesNotCome_IsRepeatedAndStoredOnce(string fault)
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Enum.Parse<Fault>(fault));
        await using var services = new PublisherServices(proxy.Url);

        var published = await services.Publisher.PublishManyAsync([new(User, Note(1)), new(User + "-2", Note(2)), new(User, Note(3))]);

        Assert.All(published, one => Assert.True(one.Duplicate));
        Assert.Equal([1, 3], (await MessagesAsync()).Select(NumberOf));
    }

    [Fact]
    public async Task PublishAsync_Silence_EndsATryAndIsRepeated()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Fault.Silent);
        await using var services = new PublisherServices(proxy.Url, options => options.AttemptTimeout = TimeSpan.FromMilliseconds(500));

        Assert.Equal(1, (await services.Publisher.PublishAsync(User, Note(1))).Seq);
        // On a machine that does much else a try that is answered may take too long as well.
        Assert.InRange(proxy.Bodies.Count, 2, 9);
        Assert.Single(proxy.Bodies.Distinct());
    }

    [Fact]
    public async Task PublishAsync_SilenceForGood_IsATimeout()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, _) => Fault.Silent);
        await using var services = new PublisherServices(proxy.Url, options => options.TotalTimeout = options.AttemptTimeout = TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAsync<TimeoutException>(() => services.Publisher.PublishAsync(User, Note(1)));
    }

    [Fact]
    public async Task PublishAsync_UnavailableForGood_TellsItAfterTheRetries()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, _) => Fault.Unavailable);
        await using var services = new PublisherServices(proxy.Url, options => options.MaxRetries = 2);

        var error = await Assert.ThrowsAsync<NetraApiException>(() => services.Publisher.PublishAsync(User, Note(1)));

        Assert.Equal((503, ErrorCodes.Unavailable.Name, true, TimeSpan.Zero), ((int)error.StatusCode, error.Code, error.IsTransient, error.RetryAfter));
        Assert.Equal(3, proxy.Bodies.Count);
    }

    [Fact]
    public async Task PublishAsync_NobodyListens_IsToldAfterTheRetries()
    {
        await using var services = new PublisherServices($"http://127.0.0.1:{FreePorts.Next()}", options => options.MaxRetries = 1);

        await Assert.ThrowsAsync<HttpRequestException>(() => services.Publisher.PublishAsync(User, Note(1)));
    }

    [Theory]
    [InlineData(nameof(Fault.AnswerLost), 1)]
    [InlineData(nameof(Fault.AnswerReplaced), 1)]
    [InlineData(nameof(Fault.Draining), 2)]
    public async Task MergeStateAsync_TryWhoseEndIsNotKnown_IsNotRepeated(string fault, int tries)
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, Enum.Parse<Fault>(fault));
        await using var services = new PublisherServices(proxy.Url);

        var failure = await Record.ExceptionAsync(() => services.Publisher.MergeStateAsync(User, NetraJson.From(new { a = 1 }), ifVersion: 0));

        Assert.Equal(tries, proxy.Bodies.Count);
        Assert.Equal(tries > 1, failure is null);
        Assert.Equal(1, (await Publisher.GetStateAsync(User)).Version);
    }

    [Fact]
    public async Task PublishManyAsync_BatchThatIsTooLargeForAProxy_IsHalved()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, body) => body.Length > 10_000 ? Fault.TooLarge : Fault.None);
        await using var services = new PublisherServices(proxy.Url);

        await services.Publisher.PublishManyAsync(Enumerable.Range(0, 300).Select(n => new UserMessage(User, Note(n))));

        Assert.Equal(Enumerable.Range(0, 300), (await MessagesAsync()).Select(NumberOf));
        Assert.Contains(proxy.Bodies, body => body.Length > 10_000);
    }

    [Fact]
    public async Task PublishManyAsync_MessageThatIsTooLargeForAProxy_FailsAlone()
    {
        await using var proxy = await FaultyProxy.StartAsync(Host.BaseUrl, (_, body) => body.Length > 10_000 ? Fault.TooLarge : Fault.None);
        await using var services = new PublisherServices(proxy.Url);
        var large = new PublishMessage("note", NetraJson.From(new { text = new string('x', 20_000) }));

        var error = await Assert.ThrowsAsync<NetraPublishException>(
            () => services.Publisher.PublishManyAsync([new(User, Note(1)), new(User, large), new(User, Note(2)), new(User + "-2", Note(3))]));

        Assert.Equal([1L, null, 2L, 1L], error.Results.Select(result => result.Published?.Seq));
        Assert.Equal(413, (int)Assert.IsType<NetraApiException>(error.Results[1].Error).StatusCode);
        Assert.Equal([1, 2], (await MessagesAsync()).Select(NumberOf));
    }

    [Fact]
    public async Task PublishQueue_HostThatIsKilledAndRestarted_StoresEverythingOnceInOrder()
    {
        const int count = 3_000;
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:Users:MaxMessages", "10000"));
        await using var services = new PublisherServices(host.BaseUrl, options => (options.RetryDelay, options.MaxRetries, options.TotalTimeout) = (TimeSpan.FromMilliseconds(100), 100, 2 * Patience.Long));
        var published = new List<Task<Published>>();
        for (var n = 0; n < count; n++)
        {
            published.Add(await services.Queue.EnqueueAsync(User, Note(n)));
            if (n == count / 3) await published[^1];
            if (n == count / 2) await host.KillAsync();
        }

        await host.StartAgainAsync();
        await Task.WhenAll(published).WaitAsync(Patience.Long);

        await using var direct = new PublisherServices(host.BaseUrl);
        var stored = await direct.Publisher.GetMessagesAsync(User, pageSize: 1_000).ToListAsync();
        Assert.Equal(Enumerable.Range(0, count), stored.Select(NumberOf));
        Assert.Equal(stored.Select(message => (long?)message.Seq), published.Select(one => one.Result.Seq));
    }
}
