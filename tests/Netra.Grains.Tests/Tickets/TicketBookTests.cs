using Microsoft.Extensions.Time.Testing;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains.Tests;

public sealed class TicketBookTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();
    private readonly TicketBook _book;

    public TicketBookTests() => _book = new TicketBook(3, Retention, _time);

    [Fact]
    public void Redeem_Once_GivesTheGrantAndIsUnknownThen()
    {
        var grant = Keep(1);

        Assert.Equal(new TicketRedemption(TicketStatus.Redeemed, grant), _book.Redeem(Hash(1)));
        Assert.Equal(new TicketRedemption(TicketStatus.Unknown), _book.Redeem(Hash(1)));
        Assert.Equal(new TicketRedemption(TicketStatus.Unknown), _book.Redeem(Hash(2)));
        Assert.Equal(0, _book.Count);
    }

    [Theory]
    [InlineData(29_999, TicketStatus.Redeemed)]
    [InlineData(30_000, TicketStatus.Expired)]
    [InlineData(329_999, TicketStatus.Expired)]
    [InlineData(330_000, TicketStatus.Unknown)]
    public void Redeem_AfterATime_IsGoodThenExpiredThenForgotten(int ms, TicketStatus expected)
    {
        Keep(1);
        _time.Advance(TimeSpan.FromMilliseconds(ms));

        Assert.Equal(expected, _book.Redeem(Hash(1)).Status);
        if (expected == TicketStatus.Expired) Assert.Equal(TicketStatus.Expired, _book.Redeem(Hash(1)).Status);
    }

    [Fact]
    public void Keep_BookIsFull_IsRefusedUntilOneIsUsedOrForgotten()
    {
        for (byte i = 1; i <= 3; i++) Keep(i);
        Assert.Null(TryKeep(4));
        _book.Redeem(Hash(2));
        Assert.NotNull(TryKeep(4));
        Assert.Null(TryKeep(5));

        _time.Advance(TimeSpan.FromSeconds(30) + Retention);
        Assert.NotNull(TryKeep(5));
        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void Keep_Twice_IsOneTicketWithItsFirstTimes()
    {
        var grant = Keep(1);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(grant, TryKeep(1));
        Assert.Equal(1, _book.Count);
    }

    [Fact]
    public void Look_AnyNumberOfTimes_LeavesTheTicketAsItIs()
    {
        var grant = Keep(1);

        for (var i = 0; i < 3; i++) Assert.Equal(new TicketRedemption(TicketStatus.Redeemed, grant), _book.Look(Hash(1)));
        Assert.Equal(TicketStatus.Unknown, _book.Look(Hash(2)).Status);
        Assert.Equal(TicketStatus.Redeemed, _book.Redeem(Hash(1)).Status);
        Assert.Equal(TicketStatus.Unknown, _book.Look(Hash(1)).Status);
    }

    [Fact]
    public void Remaining_TicketsAreKept_IsUntilTheLastIsForgotten()
    {
        Assert.Equal(TimeSpan.Zero, _book.Remaining);
        Keep(1);
        _time.Advance(TimeSpan.FromSeconds(10));
        Keep(2);
        Assert.Equal(TimeSpan.FromSeconds(30) + Retention, _book.Remaining);
        _book.Redeem(Hash(2));
        Assert.Equal(TimeSpan.FromSeconds(20) + Retention, _book.Remaining);
    }

    [Fact]
    public void Of_OtherThan32Bytes_Throws() => Assert.Throws<ArgumentException>(() => TicketHash.Of(new byte[31]));

    [Fact]
    public void Of_DifferentInAnyByte_IsDifferent()
    {
        var bytes = new byte[32];
        var zero = TicketHash.Of(bytes);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = 1;
            Assert.NotEqual(zero, TicketHash.Of(bytes));
            bytes[i] = 0;
        }

        Assert.Equal(zero, TicketHash.Of(bytes));
    }

    private static TicketHash Hash(byte i)
    {
        var bytes = new byte[32];
        bytes[31] = i;
        return TicketHash.Of(bytes);
    }

    private TicketGrant Keep(byte i)
    {
        var grant = TryKeep(i);
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(new TicketGrant(UserId.Parse("ada"), "free", now, now + 30_000), grant);
        return grant!;
    }

    private TicketGrant? TryKeep(byte i) => _book.Keep(Hash(i), UserId.Parse("ada"), "free", TimeSpan.FromSeconds(30));
}
