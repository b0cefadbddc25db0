using Netra.Abstractions;

namespace Netra.Webhooks.Tests;

/// <summary>What calls leave in logs and metrics.</summary>
public sealed class WebhookTraceTests
{
    [Fact]
    public async Task HandleAsync_AnyOutcome_LogsNoSecretSignaturePayloadOrQuery()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        var answers = new (int Status, string Body)[]
        {
            (200, ""), (200, """{"messages":[{"type":"t","payload":{"p":"from-the-body"}}]}"""), (200, """{"messages":"from-the-body"}"""),
            (200, "from-the-body"), (422, """{"message":"from-the-body"}"""), (422, "from-the-body"), (404, "from-the-body"), (500, "from-the-body"),
        };
        await using var webhooks = TestWebhooks.To(endpoint.Url, "Retries=0", $"Secrets:1={Secrets.New}");
        foreach (var (status, body) in answers)
        {
            endpoint.Answer = (context, _) =>
            {
                context.Response.StatusCode = status;
                return context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body)).AsTask();
            };
            await Record.ExceptionAsync(() => webhooks.HandleAsync().InTime());
        }

        Assert.Contains(webhooks.Log.Entries, entry => entry.Id == 6002);
        string[] hidden = [Secrets.Old[6..], Secrets.New[6..], "the payload", "from-the-body", "in-the-query"];
        var signatures = endpoint.Requests.SelectMany(request => request.Signature.Split(' ')).Select(signature => signature[3..]);
        Assert.All(hidden.Concat(signatures), text =>
            Assert.DoesNotContain(webhooks.Log.Entries, entry => entry.Text.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HandleAsync_Calls_AreCountedAndTimedByRouteAndOutcome()
    {
        await using var endpoint = await TestEndpoint.WithStatusAsync(500);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "Retries=1", "FirstRetryDelay=00:00:01");

        var failing = webhooks.FailAsync();
        var pause = await webhooks.PassPauseAsync();
        await failing;

        const string Tags = "netra.webhook.route=orders,netra.webhook.outcome=unavailable";
        Assert.Equal(
            [$"netra.webhook.calls 1 {{call}} {Tags}", $"netra.webhook.duration {pause.TotalSeconds} s {Tags}"], webhooks.Meter.Measurements);
    }

    [Fact]
    public async Task HandleAsync_Rejection_IsCountedAndIsNoFailure()
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync("""{"message":"No such item.","field":"item"}""", 422);
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        await Assert.ThrowsAsync<MessageRejectedException>(() => webhooks.HandleAsync().InTime());

        Assert.Contains("netra.webhook.calls 1 {call} netra.webhook.route=orders,netra.webhook.outcome=rejected", webhooks.Meter.Measurements);
        Assert.DoesNotContain(webhooks.Log.Entries, entry => entry.Id == 6002);
    }
}
