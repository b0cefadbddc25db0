using System.Text.Json;

namespace Netra.Webhooks.Tests;

public sealed class WebhookRequestTests
{
    [Fact]
    public async Task HandleAsync_Message_IsPostedWithAllThatIsKnownOfIt()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        await webhooks.HandleAsync().InTime();

        var request = Assert.Single(endpoint.Requests);
        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        Assert.Equal("Netra-Webhooks/1", request.Headers["user-agent"]);
        Assert.Equal("application/json", request.Headers["content-type"]);
        Assert.Equal(
            """{"type":"order_placed","id":"m-1","user_id":"alice","client_id":"tab-1","received_at":1763820000123,"attempt":1,"state_version":7,"payload":{"item":"the payload","n":[1,2]}}""",
            request.Text);
    }

    [Fact]
    public async Task HandleAsync_MessageWithoutIdOrSession_SaysNull()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        await webhooks.HandleAsync(new RecordingContext { Client = null, Message = RecordingContext.NewMessage(null) }).InTime();

        var json = Assert.Single(endpoint.Requests).Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("id").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("client_id").ValueKind);
    }

    [Fact]
    public async Task HandleAsync_IncludeState_SendsIt()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, "IncludeState=true");

        await webhooks.HandleAsync().InTime();

        Assert.Equal("""{"theme":"dark"}""", Assert.Single(endpoint.Requests).Json.GetProperty("state").GetRawText());
    }

    [Fact]
    public async Task HandleAsync_Request_VerifiesForAReceiverAndNotWhenTampered()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        await webhooks.HandleAsync().InTime();

        var request = Assert.Single(endpoint.Requests);
        Assert.True(ReceiverCheck.Verifies(Secrets.Old, request));
        Assert.False(ReceiverCheck.Verifies(Secrets.New, request));
        for (var i = 0; i < request.Body.Length; i++)
        {
            byte[] tampered = [.. request.Body];
            tampered[i] ^= 1;
            Assert.False(ReceiverCheck.Verifies(Secrets.Old, request, tampered));
        }

        Assert.Equal(webhooks.Time.GetUtcNow().ToUnixTimeSeconds().ToString(), request.Timestamp);
    }

    [Fact]
    public async Task HandleAsync_TwoSecrets_VerifiesWithEither()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url, $"Secrets:1={Secrets.New}");

        await webhooks.HandleAsync().InTime();

        var request = Assert.Single(endpoint.Requests);
        Assert.True(ReceiverCheck.Verifies(Secrets.Old, request));
        Assert.True(ReceiverCheck.Verifies(Secrets.New, request));
        Assert.Equal(2, request.Signature.Split(' ').Length);
    }

    [Theory]
    [InlineData("m-1")]
    [InlineData(null)]
    public async Task HandleAsync_Retries_KeepTheIdAndAreSignedAnew(string? messageId)
    {
        await using var endpoint = await TestEndpoint.WithStatusAsync(500);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "FirstRetryDelay=00:00:02");

        var failing = webhooks.FailAsync(new RecordingContext { Message = RecordingContext.NewMessage(messageId) });
        await webhooks.PassPauseAsync();
        await webhooks.PassPauseAsync();
        await failing;

        Assert.Single(endpoint.Requests.Select(request => request.Id).Distinct());
        Assert.Equal([1, 2, 3], endpoint.Requests.Select(request => request.Json.GetProperty("attempt").GetInt32()));
        Assert.All(endpoint.Requests, request => Assert.True(ReceiverCheck.Verifies(Secrets.Old, request)));
        var seconds = endpoint.Requests.Select(request => long.Parse(request.Timestamp)).ToList();
        Assert.True(seconds[0] < seconds[^1], string.Join(' ', seconds));
    }

    [Fact]
    public async Task HandleAsync_LaterRun_CountsOnAndKeepsTheId()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        await webhooks.HandleAsync().InTime();
        await webhooks.HandleAsync(new RecordingContext { Attempt = 2 }).InTime();

        Assert.Equal([1, 4], endpoint.Requests.Select(request => request.Json.GetProperty("attempt").GetInt32()));
        Assert.Single(endpoint.Requests.Select(request => request.Id).Distinct());
    }

    [Fact]
    public async Task HandleAsync_CallerStops_EndsTheRequest()
    {
        await using var endpoint = await TestEndpoint.SilentAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        using var stop = new CancellationTokenSource();

        var handling = webhooks.HandleAsync(cancellationToken: stop.Token);
        await endpoint.NextAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling.InTime());
        Assert.Contains("netra.webhook.calls 1 {call} netra.webhook.route=orders,netra.webhook.outcome=cancelled", webhooks.Meter.Measurements);
        Assert.Single(endpoint.Requests);
    }
}
