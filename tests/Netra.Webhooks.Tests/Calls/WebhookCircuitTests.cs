namespace Netra.Webhooks.Tests;

public sealed class WebhookCircuitTests
{
    private static readonly string[] Settings = ["Retries=0", "/CircuitMinimumTries=2", "/CircuitBreakTime=00:00:20"];

    private int _status = 500;

    [Fact]
    public async Task HandleAsync_ManyFailures_OpensTheCircuitAndASuccessClosesIt()
    {
        await using var endpoint = await StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, Settings);

        await webhooks.FailAsync();
        await webhooks.FailAsync();
        Assert.Equal(WebhookOutcome.CircuitOpen, (await webhooks.FailAsync()).Outcome);
        Assert.Equal(2, endpoint.Requests.Count);
        Assert.Contains("orders is open", webhooks.Log.Single(6005), StringComparison.Ordinal);

        _status = 200;
        webhooks.Time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(WebhookOutcome.CircuitOpen, (await webhooks.FailAsync()).Outcome);
        webhooks.Time.Advance(TimeSpan.FromSeconds(0.2));
        await webhooks.HandleAsync().InTime();
        await webhooks.HandleAsync().InTime();

        Assert.Equal(4, endpoint.Requests.Count);
        Assert.Contains("orders is closed", webhooks.Log.Single(6006), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_FailureAfterTheBreak_OpensTheCircuitAgain()
    {
        await using var endpoint = await StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, Settings);
        await webhooks.FailAsync();
        await webhooks.FailAsync();

        webhooks.Time.Advance(TimeSpan.FromSeconds(20.1));
        Assert.Equal(WebhookOutcome.Unavailable, (await webhooks.FailAsync()).Outcome);
        Assert.Equal(WebhookOutcome.CircuitOpen, (await webhooks.FailAsync()).Outcome);

        Assert.Equal(3, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_TriesCutByTheTotalTimeout_CountAsFailures()
    {
        await using var endpoint = await TestEndpoint.SilentAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, [.. Settings, "TotalTimeout=00:00:03"]);
        for (var i = 0; i < 2; i++)
        {
            var failing = webhooks.FailAsync();
            await endpoint.NextAsync();
            webhooks.Time.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal(WebhookOutcome.TimedOut, (await failing).Outcome);
        }

        Assert.Equal(WebhookOutcome.CircuitOpen, (await webhooks.FailAsync()).Outcome);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task HandleAsync_AnswersOfAnEndpointThatLives_LeaveTheCircuitClosed(int status)
    {
        _status = status;
        await using var endpoint = await StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, Settings);

        for (var i = 0; i < 10; i++) await webhooks.FailAsync();

        Assert.Equal(10, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_OpenCircuitOfOneRoute_LeavesTheOthers()
    {
        await using var broken = await StartAsync();
        await using var whole = await TestEndpoint.StartAsync();
        var settings = new Dictionary<string, string?> { ["CircuitMinimumTries"] = "2", ["Routes:0:Retries"] = "0" };
        TestWebhooks.AddRoute(settings, 0, "orders", broken.Url);
        TestWebhooks.AddRoute(settings, 1, "chats", whole.Url);
        await using var webhooks = new TestWebhooks(settings);
        await webhooks.FailAsync();
        await webhooks.FailAsync();
        Assert.Equal(WebhookOutcome.CircuitOpen, (await webhooks.FailAsync()).Outcome);

        await webhooks.HandleAsync(pattern: "chats_*").InTime();

        Assert.Single(whole.Requests);
    }

    private Task<TestEndpoint> StartAsync() => TestEndpoint.StartAsync((context, _) =>
    {
        context.Response.StatusCode = _status;
        return Task.CompletedTask;
    });
}
