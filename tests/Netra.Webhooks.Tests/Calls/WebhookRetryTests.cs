using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Netra.Webhooks.Tests;

public sealed class WebhookRetryTests
{
    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task HandleAsync_StatusThatAsksForAnotherTry_IsRetriedAndFailsInTheEnd(int status)
    {
        await using var endpoint = await TestEndpoint.WithStatusAsync(status);
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var failing = webhooks.FailAsync();
        await webhooks.PassPauseAsync();
        await webhooks.PassPauseAsync();
        var failure = await failing;

        Assert.Equal(WebhookOutcome.Unavailable, failure.Outcome);
        Assert.Equal(3, endpoint.Requests.Count);
        Assert.Contains($"orders failed after 3 tries (unavailable): status {status}", webhooks.Log.Single(6002), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(413)]
    public async Task HandleAsync_OtherStatus_FailsAtOnce(int status)
    {
        await using var endpoint = await TestEndpoint.WithStatusAsync(status);
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var failure = await webhooks.FailAsync();

        Assert.Equal(WebhookOutcome.Refused, failure.Outcome);
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task HandleAsync_Redirect_IsNotFollowed(int status)
    {
        await using var target = await TestEndpoint.StartAsync();
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = target.Url;
            return Task.CompletedTask;
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var failure = await webhooks.FailAsync();

        Assert.Equal((WebhookOutcome.Refused, $"status {status}; redirects are not followed"), (failure.Outcome, failure.Message));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task HandleAsync_SecondTrySucceeds_HasItsEffectsOnce()
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 503 : 200;
            return context.Response.WriteAsync("""{"messages":[{"type":"done"}]}""");
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var context = new RecordingContext();

        var handling = webhooks.HandleAsync(context);
        await webhooks.PassPauseAsync();
        await handling.InTime();

        Assert.Equal("done", Assert.Single(context.Published).Type);
        Assert.Equal(2, endpoint.Requests.Count);
    }

    [Fact]
    public async Task HandleAsync_NoRetries_TriesOnce()
    {
        await using var endpoint = await TestEndpoint.WithStatusAsync(500);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "Retries=0");

        await webhooks.FailAsync();

        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task HandleAsync_NobodyListens_IsRetriedAndUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var webhooks = TestWebhooks.To($"http://127.0.0.1:{port}");

        var failing = webhooks.FailAsync();
        await webhooks.PassPauseAsync();
        await webhooks.PassPauseAsync();

        Assert.Equal(WebhookOutcome.Unreachable, (await failing).Outcome);
        Assert.Contains("after 3 tries (unreachable)", webhooks.Log.Single(6002), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_ConnectionThatBreaksInTheBody_IsRetried()
    {
        await using var endpoint = await TestEndpoint.StartAsync(async (context, number) =>
        {
            if (number > 1) return;
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"mess");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var handling = webhooks.HandleAsync();
        await webhooks.PassPauseAsync();
        await handling.InTime();

        Assert.Equal(2, endpoint.Requests.Count);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("date")]
    public async Task HandleAsync_RetryAfter_IsThePause(string form)
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var value = form == "date" ? webhooks.Time.GetUtcNow().AddSeconds(2).ToString("R", CultureInfo.InvariantCulture) : form;
        endpoint.Answer = (context, number) =>
        {
            if (number > 1) return Task.CompletedTask;
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = value;
            return Task.CompletedTask;
        };

        var handling = webhooks.HandleAsync();
        var pause = await webhooks.PassPauseAsync();
        await handling.InTime();

        Assert.Equal(TimeSpan.FromSeconds(2), pause);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("86400")]
    public async Task HandleAsync_RetryAfterBeyondTheTotalTimeout_FailsAtOnce(string seconds)
    {
        await using var endpoint = await TestEndpoint.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = seconds;
            return Task.CompletedTask;
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        Assert.Equal(WebhookOutcome.Unavailable, (await webhooks.FailAsync()).Outcome);
        Assert.Single(endpoint.Requests);
    }

    /// <remarks>Each pause is random within bounds that double: neighbours overlap, the first and the fourth are on average five times apart.</remarks>
    [Fact]
    public async Task HandleAsync_PausesOfManyCalls_GrowAndDiffer()
    {
        const int Calls = 30, Retries = 4;
        await using var endpoint = await TestEndpoint.WithStatusAsync(500);
        await using var webhooks = TestWebhooks.To(endpoint.Url, "/CircuitMinimumTries=1000", $"Retries={Retries}");
        var (first, last) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Calls; i++)
        {
            var failing = webhooks.FailAsync();
            first.Add(await webhooks.PassPauseAsync());
            for (var retry = 2; retry < Retries; retry++) await webhooks.PassPauseAsync();
            last.Add(await webhooks.PassPauseAsync());
            await failing;
        }

        Assert.True(first.Distinct().Count() > 20, "The pauses have no jitter.");
        Assert.True(last.Sum(pause => pause.TotalSeconds) > 2 * first.Sum(pause => pause.TotalSeconds), "The last pauses are not longer.");
    }
}
