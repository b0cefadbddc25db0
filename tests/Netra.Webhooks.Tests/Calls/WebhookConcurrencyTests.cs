namespace Netra.Webhooks.Tests;

public sealed class WebhookConcurrencyTests
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task HandleAsync_MoreCallsThanMayWait_FailAtOnce()
    {
        await using var endpoint = await TestEndpoint.StartAsync((_, _) => _answer.Task);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "/MaxConcurrentCalls=1", "/MaxWaitingCalls=1");

        var running = webhooks.HandleAsync();
        await endpoint.NextAsync();
        var waiting = webhooks.HandleAsync();
        var failure = await webhooks.FailAsync();
        Assert.Single(endpoint.Requests);
        _answer.SetResult();
        await running.InTime();
        await waiting.InTime();

        Assert.Equal(WebhookOutcome.Overloaded, failure.Outcome);
        Assert.Equal(2, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_CallThatPausesBeforeARetry_TakesNoPlace()
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url, "/MaxConcurrentCalls=1", "/MaxWaitingCalls=0", "FirstRetryDelay=00:00:01");

        var pausing = webhooks.HandleAsync();
        await endpoint.NextAsync();
        // Only the pause is neither of the two timeouts.
        var delay = TestWebhooks.TotalTimeout;
        while (delay == TestWebhooks.TotalTimeout || delay == TestWebhooks.AttemptTimeout) delay = await webhooks.Time.NextDelayAsync();
        await webhooks.HandleAsync().InTime();
        webhooks.Time.Advance(delay);
        await pausing.InTime();

        Assert.Equal(3, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_WaitForAPlace_IsCutByTheTotalTimeout()
    {
        await using var endpoint = await TestEndpoint.StartAsync((_, _) => _answer.Task);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "/MaxConcurrentCalls=1", "AttemptTimeout=00:00:10", "Retries=0");
        var running = webhooks.FailAsync();
        await endpoint.NextAsync();
        webhooks.Time.Advance(TimeSpan.FromSeconds(1));

        var waiting = webhooks.FailAsync(new RecordingContext { Message = RecordingContext.NewMessage("m-2") });
        webhooks.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(WebhookOutcome.TimedOut, (await running).Outcome);
        webhooks.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(WebhookOutcome.TimedOut, (await waiting).Outcome);
        _answer.SetResult();
    }
}
