namespace Netra.Gateway.Tests;

public sealed class ConnectionTokenTests : IAsyncDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(45);
    private readonly TestGateway _gateway = new();
    private readonly FakeUser _user = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Tick_ThirtySecondsBeforeExp_WarnsOnce()
    {
        var client = await ConnectAsync(Life);

        await _gateway.PassAsync(14);
        await client.ExpectNothingAsync();
        await _gateway.PassAsync(1);
        await client.NextErrorAsync("token_expiring");
        await _gateway.PassAsync(10);

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Tick_LessThanThirtySecondsLeft_WarnsAtOnce()
    {
        var client = await ConnectAsync(TimeSpan.FromSeconds(10));

        await _gateway.PassAsync(1);

        await client.NextErrorAsync("token_expiring");
    }

    [Fact]
    public async Task Tick_AtExp_ClosesWith4401()
    {
        var client = await ConnectAsync(Life);

        await _gateway.PassAsync(44);
        Assert.Equal("token_expiring", (await client.NextAsync("error")).Code);
        await client.NextAsync("ping");
        await client.ExpectNothingAsync();
        await _gateway.PassAsync(1);

        Assert.Equal(4401, await client.CloseAndAnswerAsync());
        Assert.Equal("token_expired", client.Socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Auth_FreshToken_GoesOnUntilItsExp()
    {
        var client = await ConnectAsync(Life);
        var expires = _gateway.Time.GetUtcNow().AddSeconds(100);

        await AuthAsync(client, TestTokens.Of("alice", expires));

        var ok = await client.NextAsync("auth_ok");
        Assert.Equal("a1", ok.Id);
        Assert.Equal(expires.ToUnixTimeMilliseconds(), ok.Payload.GetProperty("expires_at").GetInt64());
        await _gateway.PassAsync(29);
        await client.ExpectNothingAsync();
        await _gateway.PassAsync(29);
        await client.ExpectNothingAsync();
        await _gateway.PassAsync(12);
        await client.NextErrorAsync("token_expiring");
        await client.ExpectNothingAsync();
        await _gateway.PassAsync(30);
        Assert.Equal(4401, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Auth_WrongToken_OldExpiryStays()
    {
        var client = await ConnectAsync(Life);
        var forged = TestTokens.SignHs256($$"""{"sub":"alice","exp":{{_gateway.Time.NowMs}}}""", "another secret that is long enough to be one");

        await AuthAsync(client, forged);

        var error = await client.NextErrorAsync("token_invalid");
        Assert.Equal("a1", error.Payload.GetProperty("ref").GetString());
        Assert.DoesNotContain(forged, error.Text, StringComparison.Ordinal);
        await _gateway.PassAsync(45);
        Assert.Equal(4401, await client.CloseAndAnswerAsync());
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("tk_ticket")]
    public async Task Auth_NoJwt_IsTokenInvalidToo(string token)
    {
        var client = await ConnectAsync(Life);

        await AuthAsync(client, token);

        await client.NextErrorAsync("token_invalid");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Auth_OtherUsersToken_ClosesWith4403()
    {
        var client = await ConnectAsync(Life);

        await AuthAsync(client, TestTokens.Of("mallory", _gateway.Time.GetUtcNow().AddHours(1)));

        Assert.Equal(4403, await client.CloseAndAnswerAsync());
    }

    [Fact]
    public async Task Auth_AnyToken_IsNotLogged()
    {
        var client = await ConnectAsync(Life);
        var token = TestTokens.Of("alice", _gateway.Time.GetUtcNow().AddHours(1));

        await AuthAsync(client, token);
        await client.NextAsync("auth_ok");

        Assert.DoesNotContain(_gateway.Log.Entries, entry => entry.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Auth_FreshToken_TheGrainHearsOfItAndSoDoesTheNextAttach()
    {
        var client = await ConnectAsync(Life);
        await AuthAsync(client, TokenOf("j2"));
        await client.NextAsync("auth_ok");

        await _gateway.Connection.ReattachAsync().WithinReason();

        Assert.Equal("j2", Assert.Single(_user.Renewals).TokenId);
        Assert.Equal([null, "j2"], _user.AttachRequests.Select(request => request.Token?.TokenId));
    }

    [Fact]
    public async Task Auth_AttachedAgainBeforeTheAnswer_TheGrainKnowsTheFreshTokenInTheEnd()
    {
        var user = new StalledUser(FakeUser.RenewToken);
        var client = await (await _gateway.ConnectAsync(user, tokenLife: Life)).GreetedAsync();
        user.StallAnswers();
        await AuthAsync(client, TokenOf("j2"));
        await user.HasAnswerAsync();

        await _gateway.Connection.ReattachAsync().WithinReason();
        Assert.Null(user.KnownToken!.TokenId);
        user.Release();

        await client.NextAsync("auth_ok");
        Assert.Equal("j2", user.KnownToken!.TokenId);
    }

    [Fact]
    public async Task Auth_WhileAnAttachIsUnderWay_TheGrainKnowsTheFreshTokenInTheEnd()
    {
        var user = new StalledUser(FakeUser.Attach);
        var client = await (await _gateway.ConnectAsync(user, tokenLife: Life)).GreetedAsync();
        user.Stall();
        var attaching = _gateway.Connection.ReattachAsync();
        await user.Calls.WaitForAsync(FakeUser.Attach, 2);
        await AuthAsync(client, TokenOf("j2"));
        await client.NextAsync("auth_ok");

        user.Release();

        Assert.True(await attaching.WithinReason());
        Assert.Equal("j2", user.KnownToken!.TokenId);
    }

    [Fact]
    public async Task Auth_RevokedToken_IsTokenInvalidAndOldExpiryStays()
    {
        _user.RevokedTokens.Add("j2");
        var client = await ConnectAsync(Life);

        await AuthAsync(client, TokenOf("j2"));

        var error = await client.NextErrorAsync("token_invalid");
        Assert.Equal("a1", error.Payload.GetProperty("ref").GetString());
        Assert.Contains("revoked", error.Payload.GetProperty("message").GetString(), StringComparison.Ordinal);
        await _gateway.PassAsync(45);
        Assert.Equal(4401, await client.CloseAndAnswerAsync());
        Assert.Equal("token_expired", client.Socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Auth_ConnectionUnknownToTheGrain_AttachedAgainAndRenewed()
    {
        var client = await ConnectAsync(Life);
        _user.ForgetConnections();

        await AuthAsync(client, TokenOf("j2"));

        await client.NextAsync("auth_ok");
        Assert.Equal(["attach", "renew_token", "attach", "renew_token"], _user.Calls.All.Where(call => call is "attach" or "renew_token"));
        Assert.Equal("j2", Assert.Single(_user.Renewals).TokenId);
    }

    [Fact]
    public async Task Auth_GrainUnreachable_IsInternalAndOldExpiryStays()
    {
        var user = new UnavailableUser(FakeUser.RenewToken);
        var client = await (await _gateway.ConnectAsync(user, tokenLife: Life)).GreetedAsync();

        await AuthAsync(client, TokenOf("j2"));

        var error = await client.NextErrorAsync("internal");
        Assert.Equal("a1", error.Payload.GetProperty("ref").GetString());
        Assert.True(error.Payload.GetProperty("retry_after_ms").GetInt64() > 0);
        user.IsDown = false;
        await AuthAsync(client, TokenOf("j2"));
        await client.NextAsync("auth_ok");
    }

    [Fact]
    public async Task Auth_Ticket_WorksOnceAsATokenDoes()
    {
        var client = await ConnectAsync(Life);
        var ticket = (await _gateway.Tickets.MakeAsync(Protocol.UserId.Parse("alice"), null))!.Text;

        await AuthAsync(client, ticket);

        var ok = await client.NextAsync("auth_ok");
        Assert.Equal(_gateway.Time.NowMs + 3_600_000, ok.Payload.GetProperty("expires_at").GetInt64());
        await AuthAsync(client, ticket);
        await client.NextErrorAsync("token_invalid");
        Assert.DoesNotContain(_gateway.Log.Entries, entry => entry.Contains(ticket, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Auth_TicketWhileItsBookIsDown_IsInternal()
    {
        var client = await ConnectAsync(Life);
        var ticket = (await _gateway.Tickets.MakeAsync(Protocol.UserId.Parse("alice"), null))!.Text;
        _gateway.Books.IsDown = true;

        await AuthAsync(client, ticket);

        Assert.True((await client.NextErrorAsync("internal")).Payload.GetProperty("retry_after_ms").GetInt64() > 0);
    }

    private string TokenOf(string id) => TestTokens.SignHs256(
        $$"""{"sub":"alice","exp":{{_gateway.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}},"jti":"{{id}}"}""");

    private async Task<TestClient> ConnectAsync(TimeSpan life) => await (await _gateway.ConnectAsync(_user, tokenLife: life)).GreetedAsync();

    private static Task AuthAsync(TestClient client, string token) => client.SendAsync($$$"""{"type":"auth","id":"a1","token":"{{{token}}}"}""");
}
