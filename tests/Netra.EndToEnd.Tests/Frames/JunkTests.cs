using System.Diagnostics;

namespace Netra.EndToEnd.Tests;

/// <summary>A client that sends nothing but junk, and the rate limit.</summary>
public sealed class JunkTests(SharedHost shared) : SharedHostTests(shared)
{
    private static readonly string[] Junk = ["{", "[]", "", "{}", """{"type":5}""", """{"type":"error"}""", "\u0000", "true"];
    private static readonly string[] Codes =
        ["invalid_json", "not_an_object", "empty_message", "missing_type", "invalid_type", "reserved_type", "rate_limited"];

    [Fact]
    public async Task ThousandsOfFrames_OfJunk_DisturbNobody()
    {
        // Over long before it has lasted for the ten seconds that are abuse.
        const int Sent = 3_000;
        var other = User + "-other";
        await using var quiet = await Host.ConnectAsync(other);
        await using var socket = await Host.ConnectAsync(User);

        var junk = Task.Run(async () =>
        {
            for (var i = 0; i < Sent; i++) await socket.SendAsync(Junk[i % Junk.Length]);
        });
        for (var n = 1; n <= 50; n++)
        {
            await Api.PublishAsync(other, "note", $$"""{"n":{{n}}}""");
            Replay.AssertNotes(n, n, await quiet.ReceiveDurableAsync(1));
        }

        await junk;
        var answers = await socket.PingAsync();

        var errors = answers.Where(frame => frame.Type == "error").ToList();
        Assert.Equal(Sent, errors.Count);
        Assert.Empty(errors.Select(error => error.Code).Except(Codes));
        Assert.True(errors.Count(error => error.Code == "rate_limited") > Sent / 2, "Junk takes from the rate limit.");
        Assert.Equal(0, (await Api.UserAsync(User)).GetProperty("head_seq").GetInt64());
    }

    [Fact]
    public async Task Messages_OverTheLimit_AreRefusedWithRetryAfterAndNotHandled()
    {
        const int Sent = 300;
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < Sent; i++) await socket.SendAsync($$$"""{"type":"note","id":"m-{{{i}}}","payload":{"i":{{{i}}}}}""");
        var accepted = new List<string>();
        var refused = new List<Frame>();
        while (accepted.Count + refused.Count < Sent)
        {
            var answer = await socket.ReceiveAsync(frame => frame.Type is "ack" or "error");
            if (answer.Type == "ack") accepted.Add(answer.Id!);
            else refused.Add(answer);
        }

        Assert.All(refused, error => Assert.Equal("rate_limited", error.Code));
        Assert.All(refused, error => Assert.InRange(error.Payload.GetProperty("retry_after_ms").GetInt64(), 1, 1_000));
        // A second's worth at once, and what the time since then brought.
        Assert.InRange(accepted.Count, 50, 51 + (int)(50 * Stopwatch.GetElapsedTime(begun).TotalSeconds));
        Assert.NotEmpty(refused);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"m-{i}"), accepted.Take(50));
        Assert.Empty(accepted.Intersect(refused.Select(error => error.Id!)));
        Assert.Equal(accepted, (await Api.AllMessagesAsync(User)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task Pings_OverTheMessagesLimit_AreAnsweredFromABucketOfTheirOwn()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        for (var i = 0; i < 400; i++) await socket.SendAsync($$$"""{"type":"ping","payload":{"i":{{{i}}}}}""");

        for (var i = 0; i < 400; i++)
        {
            var pong = await socket.NextAsync();
            Assert.Equal(("pong", $$"""{"i":{{i}}}"""), (pong.Type, pong.PayloadText));
        }

        await socket.SendAsync("""{"type":"note"}""");
        Assert.Equal("note", (await socket.NextAsync()).Type);
    }
}
