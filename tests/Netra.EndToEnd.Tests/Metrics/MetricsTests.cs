using System.Net.WebSockets;
using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>What happens, as <c>/metrics</c> counts it: each kind of event is driven, and found with the right count.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private HostProcess? _host;

    private HostProcess Host => _host!;

    private NetraApi Api => Host.Api;

    // Without a ping in the time of a test: every frame is one that the test knows of.
    public async ValueTask InitializeAsync() => _host = await HostProcess.StartAsync(new HostSettings()
        .With("Netra:Gateway:HeartbeatInterval", "00:10:00")
        .With("Netra:Gateway:HeartbeatTimeout", "00:20:00")
        .With("Netra:Gateway:ConnectionsPerUser", "3")
        .With("Netra:Gateway:MaxMessageBytes", "4096"));

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }

    [Fact]
    public async Task Messages_PublishedSentAndAcknowledged_AreCountedWithTheirFramesBytesAndTimes()
    {
        await using var socket = await Host.ConnectAsync("alice");
        await socket.ReceiveAsync("connection_established");
        for (var n = 1; n <= 3; n++)
        {
            await Api.PublishAsync("alice", "note", """{"text":"hi"}""");
            await socket.ReceiveDurableAsync(1);
        }

        await Api.PublishManyAsync("alice", 10);
        await socket.ReceiveDurableAsync(10);
        (await Api.PostAsync("/api/v1/users/alice/messages", """{"type":"typing","durable":false}""")).AssertOk();
        await socket.ReceiveAsync("typing");
        const string Message = """{"type":"chat","id":"c-1","payload":{}}""", Ping = """{"type":"ping","id":"p-1"}""", Ack = """{"type":"ack","payload":{"seq":12}}""";
        await socket.SendAsync(Message);
        await socket.ReceiveDurableAsync(1);
        await socket.SendAsync(Ack);
        await socket.SendAsync(Ping);
        await socket.ReceiveAsync("pong");
        await socket.FindAsync(frame => frame.Type == "ack");
        Assert.Equal(204, (await Api.SendAsync(HttpMethod.Delete, "/api/v1/users/alice/messages/5")).Status);

        // One record for each push to a live connection: three, that of the batch, and that of the message of the client.
        await Scrape.AssertAsync(Host, 5, "gateway_durable_to_socket_duration_seconds_count");
        await Scrape.AssertAsync(Host, 14, "user_messages_total");
        await Scrape.AssertAsync(Host, 1, "user_messages_removed_total");
        // Of the places 13, 14 and that of the erased one, which is a place of its own.
        var unread = (await Api.UserAsync("alice")).GetProperty("head_seq").GetInt64() - 12;
        await Scrape.AssertAsync(Host, unread, "user_unread");
        var scrape = await Scrape.OfAsync(Host);
        Assert.Equal(5, scrape.Sum("gateway_publish_to_socket_duration_seconds_count"));
        Assert.Equal(1, scrape.Sum("user_messages_ephemeral_total"));
        Assert.Equal(5, scrape.Sum("user_publish_duration_seconds_count"));
        Assert.Equal(1, scrape.Sum("gateway_acks_total"));
        Assert.Equal(1, scrape.Sum("user_loaded"));
        Assert.Equal(1, scrape.Sum("user_activations_total"));
        Assert.Equal(1, scrape.Sum("user_load_duration_seconds_count"));
        Assert.Equal(scrape.Sum("storage_commits_total"), scrape.Sum("storage_group_commit_size_sum"));
        Assert.Equal(scrape.Sum("storage_commits_total"), scrape.Sum("user_commit_duration_seconds_count"));
        Assert.Equal(scrape.Sum("storage_group_commit_duration_seconds_count"), scrape.Sum("storage_group_commit_size_count"));
        Assert.InRange(scrape.Sum("streaming_batch_size_sum"), 6, 7);
        Assert.Equal(3, scrape.Sum("gateway_frames_received_total"));
        Assert.Equal(Encoding.UTF8.GetByteCount(Message + Ping + Ack), scrape.Sum("gateway_payload_received_bytes_total"));
        var frames = socket.Frames;
        Assert.Equal(frames.Count, scrape.Sum("gateway_frames_sent_total"));
        Assert.Equal(frames.Sum(frame => Encoding.UTF8.GetByteCount(frame.Text)), scrape.Sum("gateway_payload_sent_bytes_total"));
        Assert.Equal(await StoredBytesAsync("alice", erased: 5, frames), scrape.Sum("user_messages_size_bytes_total"));
        // All of it on one machine, whose clock is one: nothing takes longer than the test, and what is published takes at least as long as what is durable.
        Assert.InRange(scrape.Sum("gateway_durable_to_socket_duration_seconds_sum"), double.Epsilon, scrape.Sum("gateway_publish_to_socket_duration_seconds_sum"));
        Assert.InRange(scrape.Sum("gateway_publish_to_socket_duration_seconds_sum"), double.Epsilon, 60);
    }

    [Fact]
    public async Task Replays_OfEachCause_AreCountedWithTheirFramesAndEnds()
    {
        var epoch = (await Api.UserAsync("alice")).GetProperty("epoch").GetString();
        await Api.PublishManyAsync("alice", 6);
        await using var replayed = await Host.ConnectAsync("alice", "start=oldest");
        await replayed.ReceiveDurableAsync(6);
        await using var resumed = await Host.ConnectAsync("alice", $"last_seq=6&epoch={epoch}");
        await resumed.PingAsync();
        await using var reset = await Host.ConnectAsync("alice", "last_seq=3&epoch=x0x0x0x0");
        await reset.ReceiveDurableAsync(6);
        await replayed.AskAsync("resume", $$"""{"last_seq":2,"epoch":"{{epoch}}"}""");
        await replayed.ReceiveDurableAsync(4);

        await Scrape.AssertAsync(Host, 16, "gateway_frames_replayed_total");
        await Scrape.AssertAsync(Host, 3, "gateway_connections", "netra_connection_state=\"live\"");
        var scrape = await Scrape.OfAsync(Host);
        Assert.Equal(2, scrape.Sum("gateway_catch_ups_total", "netra_catch_up_cause=\"connect\""));
        Assert.Equal(1, scrape.Sum("gateway_catch_ups_total", "netra_catch_up_cause=\"resume\""));
        Assert.Equal(3, scrape.Sum("gateway_catch_ups_total"));
        Assert.Equal(3, scrape.Sum("gateway_catch_up_duration_seconds_count"));
        Assert.Equal(1, scrape.Sum("gateway_connections_opened_total", "netra_resume_outcome=\"none\""));
        Assert.Equal(1, scrape.Sum("gateway_connections_opened_total", "netra_resume_outcome=\"resumed\""));
        Assert.Equal(1, scrape.Sum("gateway_connections_opened_total", "netra_resume_outcome=\"epoch_changed\""));
        Assert.Equal(0, scrape.Sum("gateway_connections", "netra_connection_state=\"catching_up\""));
        Assert.Equal(0, scrape.Sum("gateway_durable_to_socket_duration_seconds_count"));
    }

    [Fact]
    public async Task Refusals_OfEachKind_AreCountedByCode()
    {
        for (var i = 0; i < 3; i++) await Upgrade.TryAsync(Api, "");
        await Upgrade.TryAsync(Api, "token=abc");
        await Upgrade.TryAsync(Api, "token=" + TestToken.Sign($$"""{"sub":"ada","exp":{{TestToken.Now - 60}}}"""));
        await Upgrade.TryAsync(Api, "last_seq=x&token=" + TestToken.For("ada"));
        await Upgrade.TryAsync(Api, "token=" + TestToken.For("ada"), ("Sec-WebSocket-Version", "8"));
        var tabs = new List<NetraSocket>();
        for (var i = 0; i < 3; i++) tabs.Add(await Host.ConnectAsync("ada"));
        await Upgrade.TryAsync(Api, "token=" + TestToken.For("ada"));
        await using var closed = await NetraSocket.ConnectAsync(Host.BaseUrl, TestToken.For("ada"), "reject=close");
        Assert.Equal(4429, (await closed.EndAsync()).Code);

        await Scrape.AssertAsync(Host, 2, "gateway_connections_refused_total", "netra_error_code=\"connection_limit\"");
        var scrape = await Scrape.OfAsync(Host);
        Assert.Equal(3, scrape.Sum("gateway_connections_refused_total", "netra_error_code=\"token_missing\""));
        foreach (var code in new[] { "token_malformed", "token_expired", "bad_request", "upgrade_required" })
            Assert.Equal(1, scrape.Sum("gateway_connections_refused_total", $"netra_error_code=\"{code}\""));
        Assert.Equal(9, scrape.Sum("gateway_connections_refused_total"));
        Assert.Equal(3, scrape.Sum("gateway_connections_opened_total"));
        Assert.Equal(0, scrape.Sum("gateway_connections_ended_total"));
        foreach (var tab in tabs) await tab.DisposeAsync();
    }

    [Fact]
    public async Task Ends_OfEachKind_AreCountedByReason()
    {
        await using var leaving = await Host.ConnectAsync("client");
        await leaving.CloseAsync();
        (await RawAsync("lost")).Reset();
        await using var big = await Host.ConnectAsync("big");
        await big.SendAsync($$$"""{"type":"note","payload":{"x":"{{{new string('x', 5_000)}}}"}}""");
        Assert.Equal(1009, (await big.EndAsync()).Code);
        await using var broken = await Host.ConnectAsync("broken");
        await broken.SendBytesAsync(new byte[] { 0xff, 0xff });
        Assert.Equal(1007, (await broken.EndAsync()).Code);
        await using var older = await Host.ConnectAsync("replaced", "client_id=tab");
        await using var newer = await Host.ConnectAsync("replaced", "client_id=tab");
        Assert.Equal(4409, (await older.EndAsync()).Code);
        await using var sent = await Host.ConnectAsync("disconnected");
        await Api.DisconnectAsync("disconnected");
        Assert.Equal(4410, (await sent.EndAsync()).Code);
        await using var revoked = await Host.ConnectAsync("revoked");
        await Api.RevokeAsync("revoked");
        Assert.Equal(4401, (await revoked.EndAsync()).Code);
        await using var thief = await Host.ConnectAsync("thief");
        await thief.SendMessageAsync("auth", $$"""{"token":"{{TestToken.For("other")}}"}""", "a");
        Assert.Equal(4403, (await thief.EndAsync()).Code);

        string[] reasons = ["client", "lost", "message_too_big", "protocol_error", "replaced", "disconnected", "unauthorized", "forbidden"];
        foreach (var reason in reasons) await Scrape.AssertAsync(Host, 1, "gateway_connections_ended_total", $"netra_end_reason=\"{reason}\"");
        await Scrape.AssertAsync(Host, 1, "gateway_connections");
        var scrape = await Scrape.OfAsync(Host);
        Assert.Equal(reasons.Length, scrape.Sum("gateway_connections_ended_total"));
        Assert.Equal(reasons.Length + 1, scrape.Sum("gateway_connections_opened_total"));
    }

    [Fact]
    public async Task Errors_ToClients_AreCountedByCode()
    {
        await using var socket = await Host.ConnectAsync("alice");
        await socket.SendAsync("{");
        await socket.SendAsync("""{"id":"1"}""");
        await socket.SendAsync("""{"id":"2"}""");
        await socket.SendBytesAsync("{}"u8.ToArray(), WebSocketMessageType.Binary);
        await socket.AskAsync("ack", """{"seq":"x"}""");

        await Scrape.AssertAsync(Host, 1, "gateway_errors_total", "netra_error_code=\"invalid_payload\"");
        var scrape = await Scrape.OfAsync(Host);
        Assert.Equal(1, scrape.Sum("gateway_errors_total", "netra_error_code=\"invalid_json\""));
        Assert.Equal(2, scrape.Sum("gateway_errors_total", "netra_error_code=\"missing_type\""));
        Assert.Equal(1, scrape.Sum("gateway_errors_total", "netra_error_code=\"unsupported_data\""));
        Assert.Equal(5, scrape.Sum("gateway_errors_total"));
        Assert.Equal(5, scrape.Sum("gateway_frames_received_total"));
    }

    [Fact]
    public async Task Scrape_AfterTokensAndTickets_CountsTheirUseAndHasNoIdAndNoneOfThem()
    {
        var token = await Host.TokenAsync("a-user-of-this-test");
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, token, "client_id=a-client-of-this-test");
        var established = await socket.ReceiveAsync("connection_established");
        await Api.PublishAsync("a-user-of-this-test", "a-type-of-this-test", "{}");
        await socket.ReceiveDurableAsync(1);
        await Api.UserAsync("a-user-of-this-test");
        var ticket = await Api.TicketAsync("a-user-of-this-test");
        await Api.TicketAsync("a-user-of-this-test");
        await using var second = await NetraSocket.ConnectAsync(Host.BaseUrl, ticket);
        (await Upgrade.TryAsync(Api, "token=" + ticket)).AssertProblem(401, "token_invalid");
        Assert.Equal("token_invalid", (await second.AskAsync("auth", """{"token":"tk_none"}""")).Code);

        await Scrape.AssertAsync(Host, 2, "gateway_tickets_total", "netra_ticket_outcome=\"issued\"");
        await Scrape.AssertAsync(Host, 1, "gateway_tickets_total", "netra_ticket_outcome=\"redeemed\"");
        await Scrape.AssertAsync(Host, 2, "gateway_tickets_total", "netra_ticket_outcome=\"unknown\"");
        await Scrape.AssertAsync(Host, 5, "gateway_tickets_total");
        await Scrape.AssertAsync(Host, 1, "gateway_connections_refused_total", "netra_error_code=\"token_invalid\"");
        await Scrape.AssertAsync(Host, 1, "gateway_durable_to_socket_duration_seconds_count");
        var text = (await Scrape.OfAsync(Host)).Text;
        Assert.Contains("http_route=\"/api/v1/users/{user_id}/messages\"", text, StringComparison.Ordinal);
        Assert.Contains("orleans_catalog_activations", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_pause_time_seconds_total", text, StringComparison.Ordinal);
        Assert.Contains("kestrel_active_connections", text, StringComparison.Ordinal);
        foreach (var secret in new[] { "of-this-test", "tk_", token, token.Split('.')[1], established.Payload.GetProperty("connection_id").GetString()! })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private async Task<RawConnection> RawAsync(string user)
    {
        var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + await Host.TokenAsync(user));
        await raw.ReadTextAsync();
        return raw;
    }

    /// <summary>The frames that the log has had: those that are there, and the one that was erased, which the client has.</summary>
    private async Task<long> StoredBytesAsync(string user, long erased, IReadOnlyList<Frame> seen)
    {
        var there = await Api.AllMessagesAsync(user);
        Assert.DoesNotContain(there, frame => frame.Seq == erased);
        return there.Append(seen.Single(frame => frame.Seq == erased)).Sum(frame => (long)Encoding.UTF8.GetByteCount(frame.Text));
    }
}
