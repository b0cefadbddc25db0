namespace Netra.EndToEnd.Tests;

/// <summary>A client that leaves in order (RFC 6455 section 7).</summary>
public sealed class GracefulCloseTests(SharedHost shared) : BehaviourTests(shared)
{
    [Theory]
    [InlineData(1000, "")]
    [InlineData(1001, "going away")]
    [InlineData(3000, "")]
    [InlineData(4999, "bye 😀")]
    [InlineData(null, "")]
    public async Task GracefulClose_WithACode_IsAnsweredWithItAndTheConnectionIsOffTheList(int? code, string reason)
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));
        Assert.Single(await Calls.ConnectionIdsAsync());

        await raw.SendCloseAsync(code, reason);

        // One without a code is a normal end.
        Assert.Equal(code ?? 1000, await raw.ReadCloseAsync());
        await raw.AssertEndAsync();
        await Calls.AssertConnectionsAsync(0);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task GracefulClose_WithACodeThatNobodyMaySend_Is1002(int code)
    {
        await using var raw = await RawConnection.OpenAsync(Host.Port);
        await raw.UpgradeAsync("token=" + TestToken.For(User));

        await raw.SendCloseAsync(code);

        Assert.Equal(1002, await raw.ReadCloseAsync());
        await raw.AssertEndAsync();
        await Calls.AssertConnectionsAsync(0);
    }

    [Fact]
    public async Task GracefulClose_RightBehindMessages_LosesNoneOfThem()
    {
        const int Count = 20;
        await using var socket = await Host.ConnectAsync(User);
        for (var n = 1; n <= Count; n++) await socket.SendAsync($$$"""{"type":"note","payload":{"n":{{{n}}}}}""");

        Assert.Equal(1000, (await socket.CloseAsync()).Code);

        await Calls.AssertConnectionsAsync(0);
        await Eventually.IsAsync(Count, async () => (await Calls.MessagesAsync()).Count);
        await Replay.AssertHistoryAsync(Count, Api, User);
    }
}
