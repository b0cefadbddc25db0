using Microsoft.AspNetCore.Http;

namespace Netra.Webhooks.Tests;

public sealed class WebhookTimeoutTests
{
    [Fact]
    public async Task HandleAsync_SilentEndpoint_IsRetriedAfterEachAttemptTimeout()
    {
        await using var endpoint = await TestEndpoint.SilentAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var failing = webhooks.FailAsync();
        for (var i = 0; i < 3; i++)
        {
            if (i > 0) await webhooks.PassPauseAsync();
            await endpoint.NextAsync();
            await webhooks.PassTryAsync();
        }

        var failure = await failing;
        Assert.Equal(WebhookOutcome.TimedOut, failure.Outcome);
        Assert.Contains("AttemptTimeout (00:00:03)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_BodyThatDrips_IsCutByTheAttemptTimeout()
    {
        await using var endpoint = await TestEndpoint.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync("{\"messages\":");
            await context.Response.Body.FlushAsync();
            await TestEndpoint.WaitForTheEndAsync(context);
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url, "Retries=0");

        var failing = webhooks.FailAsync();
        await endpoint.NextAsync();
        await webhooks.PassTryAsync();

        Assert.Equal(WebhookOutcome.TimedOut, (await failing).Outcome);
    }

    [Fact]
    public async Task HandleAsync_TriesThatTakeLong_AreCutByTheTotalTimeout()
    {
        await using var endpoint = await TestEndpoint.SilentAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, "Retries=10", "TotalTimeout=00:00:05");

        var failing = webhooks.FailAsync();
        await endpoint.NextAsync();
        await webhooks.PassTryAsync();
        await webhooks.PassPauseAsync();
        await endpoint.NextAsync();
        webhooks.Time.Advance(TimeSpan.FromSeconds(2));

        var failure = await failing;
        Assert.Equal(WebhookOutcome.TimedOut, failure.Outcome);
        Assert.Contains("TotalTimeout (00:00:05)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, endpoint.Requests.Count);
    }
}
