namespace Netra.EndToEnd.Tests;

/// <summary>Tickets: one-time strings that a browser puts in the token's place (protocol section 8).</summary>
public sealed class TicketTests(SharedHost shared) : SharedHostTests(shared)
{
    [Fact]
    public async Task Ticket_UsedOnce_ConnectsItsUserForTheSession()
    {
        var ticket = await Api.TicketAsync(User);

        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, ticket);

        var first = (await socket.NextAsync()).Payload;
        Assert.Equal(User, first.GetProperty("user_id").GetString());
        Assert.InRange(first.GetProperty("token_expires_at").GetInt64() - (TestToken.Now * 1_000), 3_500_000, 3_601_000);
        (await Upgrade.TryAsync(Api, "token=" + ticket)).AssertProblem(401, "token_invalid");
        await using var refused = await NetraSocket.OpenAsync(Host.BaseUrl, $"token={ticket}&reject=close");
        Assert.Equal(new SocketEnd(4401, "token_invalid"), await refused.EndAsync());
    }

    [Fact]
    public async Task Ticket_UsedByManyAtOnce_ConnectsOne()
    {
        var ticket = await Api.TicketAsync(User);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(ticket)));

        Assert.Equal(1, answers.Count(isIn => isIn));
    }

    [Fact]
    public async Task Ticket_InAnAuthFrame_RenewsAsATokenDoes()
    {
        await using var socket = await NetraSocket.ConnectAsync(Host.BaseUrl, TokenCalls.NewToken(User, expiresInS: 60));
        var ticket = await Api.TicketAsync(User);

        var ok = await socket.AskAsync("auth", $$"""{"token":"{{ticket}}"}""");

        Assert.Equal("auth_ok", ok.Type);
        Assert.InRange(ok.Payload.GetProperty("expires_at").GetInt64() - (TestToken.Now * 1_000), 3_500_000, 3_601_000);
        Assert.Equal("token_invalid", (await socket.AskAsync("auth", $$"""{"token":"{{ticket}}"}""")).Code);
    }

    private async Task<bool> TryAsync(string ticket)
    {
        await using var socket = await NetraSocket.OpenAsync(Host.BaseUrl, $"token={ticket}&reject=close");
        var first = socket.NextAsync();
        if (await Task.WhenAny(first, socket.EndAsync()) == first && first.IsCompletedSuccessfully) return first.Result.Type == "connection_established";
        Assert.Equal(new SocketEnd(4401, "token_invalid"), await socket.EndAsync());
        return false;
    }
}
