namespace Netra.EndToEnd.Tests;

/// <summary>The codes of what is too much, or not taken at all, each as the whole frame that it is (protocol section 6).</summary>
[Collection(nameof(StrictHost))]
public sealed class LimitErrorTests(StrictHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task UnknownType_WhereNothingIsRelayed_IsUnknownType()
    {
        await using var socket = await Host.ConnectAsync(User);

        var message = ErrorFrames.AssertExact(await socket.AskAsync("note", "{}", "e"), "unknown_type", "e", """{"field":"type"}""");

        Assert.Contains("'note'", message, StringComparison.Ordinal);
        Assert.Contains("expected", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangeOfTheState_IntoAFullQueue_IsQueueFull()
    {
        await Api.PublishManyAsync(User, 5);
        await using var socket = await Host.ConnectAsync(User);

        var error = await socket.AskAsync("state_update", """{"version":0,"patch":{"a":1}}""", "e");

        Assert.Contains("try again", ErrorFrames.AssertExact(error, "queue_full", "e", retryAfterMs: 1_000), StringComparison.Ordinal);
        Assert.Equal(0, (await Calls.StateAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task ChangeOfTheState_BeyondItsLimit_IsStateTooLarge()
    {
        await using var socket = await Host.ConnectAsync(User);

        var error = await socket.AskAsync("state_update", $$$"""{"version":0,"patch":{"a":"{{{new string('x', 1_000)}}}"}}""", "e");

        Assert.Contains("1000", ErrorFrames.AssertExact(error, "state_too_large", "e"), StringComparison.Ordinal);
        Assert.Equal(0, (await Calls.StateAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Frames_OverTheRate_AreRateLimitedEachWithItsRef()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        for (var i = 0; i < 30; i++) await socket.SendAsync($$"""{"type":5,"id":"e-{{i}}"}""");
        var answers = (await socket.PingAsync()).ToList();

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"e-{i}"), answers.Select(answer => answer.Id));
        Assert.All(answers.Take(5), (answer, i) => ErrorFrames.AssertExact(answer, "invalid_type", $"e-{i}", """{"field":"type"}"""));
        var limited = answers.Where(answer => answer.Code == "rate_limited").ToList();
        // A second's worth at once, and what the time since then brought.
        var passed = 6 + (int)Math.Ceiling(5 * (answers[^1].Timestamp - answers[0].Timestamp) / 1_000.0);
        Assert.InRange(limited.Count, Math.Max(1, 30 - passed), 25);
        Assert.All(limited, answer =>
        {
            var retry = answer.Payload.GetProperty("retry_after_ms").GetInt64();
            Assert.InRange(retry, 1, 200);
            Assert.Contains("5 frames of this kind a second", ErrorFrames.AssertExact(answer, "rate_limited", answer.Id, "{}", retry), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task RapidErrors_TenSecondsOnEnd_AreAbuseAndCloseWith4429()
    {
        const string Ended = "gateway_connections_ended_total", Abuse = "netra_end_reason=\"too_many_requests\"";
        var before = await Scrape.OfAsync(Host);
        await using var other = await Host.ConnectAsync(User);
        await using var socket = await Host.ConnectAsync(User);
        var begun = (await socket.ReceiveAsync("state_snapshot")).Timestamp;
        var ended = socket.EndAsync(Patience.Long);

        // Four times what is allowed, paced, until the server has enough.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!ended.IsCompleted)
        {
            for (var i = 0; i < 4 && !ended.IsCompleted; i++) await TrySendAsync(socket);
            await Task.WhenAny(ended, timer.WaitForNextTickAsync().AsTask());
        }

        Assert.Equal(new SocketEnd(4429, "rate_limited"), await ended);
        Assert.True(socket.Frames[^1].Timestamp - begun >= 8_000, "Nine refusals in nine seconds were no abuse yet.");
        Assert.All(socket.Frames.Where(frame => frame.Type == "error"), error => Assert.Contains(error.Code, new[] { "missing_type", "rate_limited" }));
        await other.PingAsync();
        await Calls.AssertConnectionsAsync(1);
        // As one end, and each refusal as one frame.
        await Scrape.AssertAsync(Host, before.Sum(Ended, Abuse) + 1, Ended, Abuse);
        const string Limited = "gateway_rate_limited_total", Errors = "gateway_errors_total", Code = "netra_error_code=\"rate_limited\"";
        var after = await Scrape.OfAsync(Host);
        var told = socket.Frames.Count(frame => frame.Code == "rate_limited");
        Assert.Equal(told, after.Sum(Errors, Code) - before.Sum(Errors, Code));
        // The one that was too much was answered by the close.
        Assert.Equal(told + 1, after.Sum(Limited) - before.Sum(Limited));
    }

    private static async Task TrySendAsync(NetraSocket socket)
    {
        try
        {
            await socket.SendAsync("{}");
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The server has closed it; the end says how.
        }
    }
}
