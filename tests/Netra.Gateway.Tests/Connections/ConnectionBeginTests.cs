namespace Netra.Gateway.Tests;

public sealed class ConnectionBeginTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task RunAsync_NewClient_FirstFrameIsExactlyTheProtocols()
    {
        var user = new FakeUser().Append(3);
        var client = await _gateway.ConnectAsync(user, "?client_id=tab1");
        var expires = _gateway.Time.NowMs + 3_600_000;

        var first = await client.NextAsync();

        const string Expected =
            """
            {"type":"connection_established","timestamp":NOW,"payload":{"protocol":"netra.v1","connection_id":"CONNECTION",
            "user_id":"alice","client_id":"tab1","epoch":"epoch1","head_seq":3,"oldest_seq":1,
            "resumed":false,"replay_from":1,"replay_to":3,"reset_reason":null,"state_version":0,"token_expires_at":EXPIRES,
            "heartbeat":{"interval_ms":30000,"timeout_ms":60000},
            "limits":{"max_message_bytes":262144,"messages_per_second":50,"connections":5}}}
            """;
        Assert.Equal(
            Expected.Replace("\n", "", StringComparison.Ordinal)
                .Replace("NOW", $"{_gateway.Time.NowMs}", StringComparison.Ordinal)
                .Replace("EXPIRES", $"{expires}", StringComparison.Ordinal)
                .Replace("CONNECTION", $"{_gateway.Connection.Identity.Id}", StringComparison.Ordinal),
            first.Text);
    }

    [Fact]
    public async Task RunAsync_NothingStored_RepliesNullReplay()
    {
        var client = await _gateway.ConnectAsync(new FakeUser());

        var established = await client.NextAsync("connection_established");

        Assert.Equal("null", established.Payload.GetProperty("replay_from").GetRawText());
        Assert.Equal("null", established.Payload.GetProperty("replay_to").GetRawText());
        Assert.Equal(0, established.Payload.GetProperty("oldest_seq").GetInt64());
        await client.NextAsync("state_snapshot");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task RunAsync_WithoutStateVersion_SnapshotThenReplayThenLive()
    {
        var user = new FakeUser().Append(3);
        var client = await _gateway.ConnectAsync(user);

        await client.NextAsync("connection_established");
        var snapshot = await client.NextAsync("state_snapshot");
        await client.ExpectNotesAsync(1, 3);
        _gateway.Publish(user, 2);

        Assert.Equal("""{"version":0,"state":{}}""", snapshot.Payload.GetRawText());
        await client.ExpectNotesAsync(4, 5);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task RunAsync_CurrentStateVersion_NoState()
    {
        var client = await _gateway.ConnectAsync(new FakeUser().Append(1), "?state_version=0");

        await client.NextAsync("connection_established");
        await client.ExpectNotesAsync(1, 1);
    }

    [Fact]
    public async Task RunAsync_OtherStateVersion_ResyncForReconnection()
    {
        var client = await _gateway.ConnectAsync(new FakeUser().Append(1), "?state_version=7");

        await client.NextAsync("connection_established");
        var resync = await client.NextAsync("state_resync");
        await client.ExpectNotesAsync(1, 1);

        Assert.Equal("""{"version":0,"state":{},"reason":"reconnection"}""", resync.Payload.GetRawText());
    }

    [Theory]
    [InlineData("?last_seq=9&epoch=epoch1&state_version=0", "ahead")]
    [InlineData("?last_seq=2&epoch=other&state_version=0", "epoch_changed")]
    [InlineData("?last_seq=1&state_version=0", "retention")]
    public async Task RunAsync_Reset_ResyncWithItsReasonAndEverythingRetained(string query, string reason)
    {
        var client = await _gateway.ConnectAsync(new FakeUser().Append(6).Trim(3), query);

        var established = await client.NextAsync("connection_established");
        var resync = await client.NextAsync("state_resync");
        await client.ExpectNotesAsync(4, 6);

        Assert.False(established.Payload.GetProperty("resumed").GetBoolean());
        Assert.Equal(reason, established.Payload.GetProperty("reset_reason").GetString());
        Assert.Equal(reason, resync.Payload.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task RunAsync_LastSeqHonoured_ResumesBehindIt()
    {
        var client = await _gateway.ConnectAsync(new FakeUser().Append(6), "?last_seq=4&epoch=epoch1");

        var established = await client.NextAsync("connection_established");
        await client.NextAsync("state_snapshot");
        await client.ExpectNotesAsync(5, 6);

        Assert.True(established.Payload.GetProperty("resumed").GetBoolean());
        Assert.Equal(5, established.Payload.GetProperty("replay_from").GetInt64());
    }

    [Fact]
    public async Task RunAsync_Idle_ReadsWithoutABuffer()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser())).GreetedAsync();
        await client.ExpectNothingAsync();

        await client.IdleAsync();

        Assert.Equal(0, _gateway.Connection.Cursor);
    }
}
