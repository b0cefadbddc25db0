namespace Netra.EndToEnd.Tests;

/// <summary>What limits and clocks do to users and connections, as <c>/metrics</c> counts it.</summary>
[Collection(nameof(Alone))]
public sealed class LimitMetricsTests
{
    [Fact]
    public async Task Overflow_OfAUser_IsCountedAsDeadLetters()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings().With("Netra:Users:MaxMessages", "5"));
        for (var n = 0; n < 8; n++) await host.Api.PublishAsync("alice", "note", "{}");
        await Eventually.IsAsync(3, async () => (await host.Api.UserAsync("alice")).GetProperty("dead_letters").GetInt32());

        await Scrape.AssertAsync(host, 3, "user_dead_letters_total", "netra_dead_letter_reason=\"overflow\"");
        var scrape = await Scrape.OfAsync(host);
        Assert.Equal(8, scrape.Sum("user_messages_total"));
        Assert.Equal(3, scrape.Sum("user_messages_removed_total"));
        Assert.Equal(3, scrape.Sum("user_dead_letters_total"));
        Assert.Equal(3, scrape.Sum("user_dead_letters_kept"));
        Assert.Equal(5, scrape.Sum("user_unread"));
    }

    [Fact]
    public async Task RateLimits_OfConnectionAndUser_AreCountedByScope()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Gateway:MessagesPerSecond", "2")
            .With("Netra:Gateway:UserMessagesPerSecond", "3"));
        NetraSocket[] sockets = [await host.ConnectAsync("alice"), await host.ConnectAsync("alice")];
        var (byUser, byConnection) = (0, 0);
        // What is refused is told; how much is, and of which kind, the clock decides.
        for (var bursts = 0; byUser == 0 || byConnection == 0; bursts++)
        {
            Assert.InRange(bursts, 0, 9);
            // The first one meets its own limit and leaves the second less than that one's.
            foreach (var socket in sockets)
            {
                for (var n = 0; n < 12; n++) await socket.SendAsync("""{"type":"note","payload":{}}""");
                await socket.AskAsync("ping", "{}");
            }

            var refused = sockets.SelectMany(socket => socket.Frames).Where(frame => frame.Code == "rate_limited").ToList();
            byUser = refused.Count(frame => frame.Payload.GetProperty("message").GetString()!.Contains("over all connections", StringComparison.Ordinal));
            byConnection = refused.Count - byUser;
        }

        await Scrape.AssertAsync(host, byUser, "gateway_rate_limited_total", "netra_rate_scope=\"user\"");
        await Scrape.AssertAsync(host, byConnection, "gateway_rate_limited_total", "netra_rate_scope=\"connection\"");
        await Scrape.AssertAsync(host, byUser + byConnection, "gateway_errors_total", "netra_error_code=\"rate_limited\"");
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task Connections_ThatTimeEnds_AreCountedByReason()
    {
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Gateway:HeartbeatInterval", "00:00:01")
            .With("Netra:Gateway:HeartbeatTimeout", "00:00:06")
            .With("Netra:Gateway:MessageTimeout", "00:00:02")
            .With("Netra:Authentication:ClockSkew", "00:00:00"));
        await using var silent = await NetraSocket.ConnectAsync(host.BaseUrl, await host.TokenAsync("silent"), answersPings: false);
        await using var expiring = await NetraSocket.ConnectAsync(host.BaseUrl, await host.Api.TokenAsync("expiring", expiresInSeconds: 5));
        await using var slow = await RawConnection.OpenAsync(host.Port);
        await slow.UpgradeAsync("token=" + await host.TokenAsync("slow"));
        // The first bytes of a text frame of 100, masked, and no more.
        await slow.SendAsync([0x81, 0xE4, 0, 0, 0, 0, 0x7B]);

        Assert.Equal(4401, (await expiring.EndAsync()).Code);
        Assert.Equal(4408, (await silent.EndAsync()).Code);
        foreach (var reason in new[] { "heartbeat_timeout", "message_timeout", "unauthorized" })
            await Scrape.AssertAsync(host, 1, "gateway_connections_ended_total", $"netra_end_reason=\"{reason}\"");
        var scrape = await Scrape.OfAsync(host);
        Assert.Equal(3, scrape.Sum("gateway_connections_ended_total"));
        Assert.Equal(1, scrape.Sum("gateway_errors_total", "netra_error_code=\"token_expiring\""));
    }

    [Fact]
    public async Task SlowConsumer_ThatTakesNothing_IsSeenInQueuesAndCountedWhenItGoes()
    {
        const int Batches = 10, Batch = 500, Beside = 10;
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Gateway:SlowConsumerTimeout", "00:00:10")
            .With("Netra:Gateway:CloseTimeout", "00:00:01")
            .With("Netra:Gateway:MaxHeldEphemeralFrames", "4")
            .With("Netra:Users:MaxMessages", "100000")
            .With("Netra:Users:MaxBytes", "134217728"));
        await using var raw = await RawConnection.OpenAsync(host.Port, receiveBufferBytes: 4_096);
        await raw.UpgradeAsync("token=" + await host.TokenAsync("slow"));
        var message = $$$"""{"type":"note","payload":{"x":"{{{new string('x', 1_900)}}}"}}""";
        var batch = $$"""{"messages":[{{string.Join(',', Enumerable.Repeat(message, Batch))}}]}""";
        for (var i = 0; i < Batches; i++) (await host.Api.PostAsync("/api/v1/users/slow/messages", batch)).AssertOk();

        await Eventually.IsAsync(true, async () => (await Scrape.OfAsync(host)).Sum("gateway_send_queue_length") > 0);
        await Scrape.AssertAsync(host, 1, "gateway_connections", "netra_connection_state=\"catching_up\"");
        var beside = string.Join(',', Enumerable.Repeat("""{"type":"typing","durable":false}""", Beside));
        (await host.Api.PostAsync("/api/v1/users/slow/messages", $$"""{"messages":[{{beside}}]}""")).AssertOk();
        // Four wait behind the replay.
        await Scrape.AssertAsync(host, Beside - 4, "gateway_ephemeral_dropped_total");
        await Scrape.AssertAsync(host, 1, "gateway_connections_ended_total", "netra_end_reason=\"slow_consumer\"");
        await Scrape.AssertAsync(host, 0, "gateway_send_queue_length");
        var scrape = await Scrape.OfAsync(host);
        Assert.Equal(1, scrape.Sum("gateway_catch_ups_total", "netra_catch_up_cause=\"behind\""));
        Assert.Equal(0, scrape.Sum("gateway_send_queue_size_bytes"));
        Assert.Equal(Batches * Batch, scrape.Sum("user_messages_total"));
        Assert.Equal(Beside, scrape.Sum("user_messages_ephemeral_total"));
        Assert.Equal(Beside - 4, scrape.Sum("gateway_ephemeral_dropped_total"));
    }
}
