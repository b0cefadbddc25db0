using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class TicketDeskTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly StrictLog _log = new();
    private readonly TestMeters _meters = new();
    private readonly AuthenticationOptions _options = TestTokens.Options();
    private readonly FakeTicketBooks _books;
    private readonly TicketDesk _desk;

    public TicketDeskTests()
    {
        _books = new FakeTicketBooks(_time);
        _desk = new TicketDesk(_books, Options.Create(_options), new GatewayInstruments(_meters), _time, _log.For<TicketDesk>());
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Make_Ticket_KeptByItsHashAlone()
    {
        var ticket = await MakeAsync("alice", "mid");

        Assert.Matches("^tk_[A-Za-z0-9_-]{43}$", ticket.Text);
        Assert.Equal(_time.NowMs + 30_000, ticket.ExpiresAtMs);
        var (hash, grant) = Assert.Single(_books.Grants);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket.Text))), hash);
        Assert.Equal(new TicketGrant(UserId.Parse("alice"), "mid", _time.NowMs, _time.NowMs + 30_000), grant);
        Assert.DoesNotContain(ticket.Text, ticket.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_ManyTickets_NoTwoAlike()
    {
        var made = new HashSet<string>();
        for (var i = 0; i < 100; i++) Assert.True(made.Add((await MakeAsync("alice")).Text));
    }

    [Fact]
    public async Task Redeem_Once_AccessThatLastsTheSession()
    {
        var ticket = await MakeAsync("alice", "mid");
        var madeAt = _time.GetUtcNow().ToUnixTimeSeconds();
        _time.Advance(TimeSpan.FromSeconds(29));

        var result = await _desk.RedeemAsync(ticket.Text);

        Assert.Equal(new Access(UserId.Parse("alice"), _time.NowMs + 3_600_000, "mid", new TokenStamp(madeAt, null)), result.Access);
    }

    [Fact]
    public async Task Redeem_Twice_Invalid()
    {
        var ticket = await MakeAsync("alice");
        Assert.NotNull((await _desk.RedeemAsync(ticket.Text)).Access);

        await RefusedAsync(ticket.Text, "token_invalid");
    }

    [Fact]
    public async Task Redeem_Late_Expired()
    {
        var ticket = await MakeAsync("alice");
        _time.Advance(_options.TicketLifetime);

        await RefusedAsync(ticket.Text, "token_expired");
    }

    [Fact]
    public async Task Redeem_NeverMade_Invalid() => await RefusedAsync("tk_" + new string('A', 43), "token_invalid");

    [Theory]
    [InlineData("tk_")]
    [InlineData("tk_abc")]
    [InlineData("tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("tk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("tk_AAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("tk_AAAAAAAAAAAAAAAAAAAAAÄAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Redeem_CanBeNoTicket_RefusedWithoutACall(string text)
    {
        await RefusedAsync(text, "token_invalid");

        Assert.Empty(_books.Calls.All);
    }

    [Fact]
    public async Task Redeem_BookDown_UnavailableAndTheTicketIsNotLogged()
    {
        var ticket = await MakeAsync("alice");
        _books.IsDown = true;

        await RefusedAsync(ticket.Text, "unavailable");

        Assert.NotEmpty(_log.Entries);
        Assert.DoesNotContain(_log.Entries, entry => entry.Contains(ticket.Text, StringComparison.Ordinal));
        _books.IsDown = false;
        Assert.NotNull((await _desk.RedeemAsync(ticket.Text)).Access);
    }

    [Fact]
    public async Task Make_BookFull_Nothing()
    {
        _books.IsFull = true;

        Assert.Null(await _desk.MakeAsync(UserId.Parse("alice"), null));
    }

    [Fact]
    public async Task Tickets_OfEachOutcome_AreCountedOnce()
    {
        var (used, late) = (await MakeAsync("alice"), await MakeAsync("alice"));
        // Only looked at: that it is good is not its use.
        Assert.NotNull((await _desk.LookAsync(used.Text)).Access);
        Assert.NotNull((await _desk.RedeemAsync(used.Text)).Access);
        Assert.Null((await _desk.LookAsync(used.Text)).Access);
        await RefusedAsync("tk_none", "token_invalid");
        _time.Advance(_options.TicketLifetime);
        await RefusedAsync(late.Text, "token_expired");
        _books.IsFull = true;
        Assert.Null(await _desk.MakeAsync(UserId.Parse("alice"), null));
        _books.IsDown = true;
        await RefusedAsync(late.Text, "unavailable");
        await Assert.ThrowsAnyAsync<Exception>(() => _desk.MakeAsync(UserId.Parse("alice"), null));

        Assert.Equal(
            [("issued", 2), ("redeemed", 1), ("unknown", 2), ("expired", 1), ("full", 1), ("unavailable", 2)],
            new[] { "issued", "redeemed", "unknown", "expired", "full", "unavailable" }.Select(outcome => (outcome, _meters.SumOf("netra.gateway.tickets", outcome))));
        Assert.Equal(9, _meters.SumOf("netra.gateway.tickets"));
    }

    private async Task<NewTicket> MakeAsync(string user, string? plan = null) => (await _desk.MakeAsync(UserId.Parse(user), plan))!;

    private async Task RefusedAsync(string ticket, string code)
    {
        var result = await _desk.RedeemAsync(ticket);
        Assert.Equal((null, code), (result.Access, result.Error?.Name));
        Assert.DoesNotContain(ticket, result.Detail, StringComparison.Ordinal);
    }
}
