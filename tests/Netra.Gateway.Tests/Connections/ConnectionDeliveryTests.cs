using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class ConnectionDeliveryTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Deliver_DuringReplay_LiveFrameDoesNotOvertake()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(3);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);

        _gateway.Publish(user, 2);
        await client.ExpectNothingAsync();
        user.Release();

        await client.ExpectNotesAsync(1, 5);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Deliver_Live_NothingIsPulled()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Publish(user, 3);
        _gateway.Publish(user, 1);

        await client.ExpectNotesAsync(1, 4);
        Assert.Equal(0, user.Calls.Count(FakeUser.Pull));
    }

    [Fact]
    public async Task Deliver_GapInPushes_CatchesUp()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        user.Append(3);
        _gateway.Publish(user, 2);

        await client.ExpectNotesAsync(1, 5);
        Assert.Equal(1, user.Calls.Count(FakeUser.Pull));
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(6, 6);
    }

    [Fact]
    public async Task Deliver_SameFramesAgain_DroppedOnce()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _gateway.Publish(user, 3);

        _gateway.Hub.Deliver(user.PushOf(1, 3));
        user.Append(1);
        _gateway.Hub.Deliver(user.PushOf(2, 3));

        await client.ExpectNotesAsync(1, 4);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task NoteHead_BehindIt_CatchesUp()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        user.Append(2);
        _gateway.Connection.NoteHead(2);

        await client.ExpectNotesAsync(1, 2);
    }

    [Fact]
    public async Task CatchUp_OldestPassedTheCursor_SaysWhatWasSkipped()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        _gateway.Publish(user, 1);

        user.Append(9).Trim(6);
        _gateway.Connection.NoteHead(10);

        await client.ExpectNotesAsync(1, 1);
        var skipped = await client.NextAsync("skipped");
        Assert.Equal("""{"from":2,"to":6,"reason":"overflow"}""", skipped.Payload.GetRawText());
        await client.ExpectNotesAsync(7, 10);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task CatchUp_EverythingFell_SkipsToTheHead()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        user.Append(4).Trim(4);
        _gateway.Connection.NoteHead(4);

        var skipped = await client.NextAsync("skipped");
        Assert.Equal("""{"from":1,"to":4,"reason":"overflow"}""", skipped.Payload.GetRawText());
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(5, 5);
    }

    [Fact]
    public async Task CatchUp_GrainUnavailable_AsksAgainWithGrowingDelays()
    {
        var user = new UnavailableUser(FakeUser.Pull);
        user.Append(2);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        foreach (var delayMs in new[] { 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000 })
        {
            var delay = await _gateway.Time.NextTimerAsync();
            Assert.Equal(TimeSpan.FromMilliseconds(delayMs), delay);
            if (delayMs == 5_000) user.IsDown = false;
            _gateway.Time.Advance(delay);
            if (!user.IsDown) break;
        }

        await client.ExpectNotesAsync(1, 2);
    }

    [Fact]
    public async Task CatchUp_GrainIsBehindThePush_AsksAgain()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Connection.NoteHead(1);
        var delay = await _gateway.Time.NextTimerAsync();
        user.Append(1);
        _gateway.Time.Advance(delay);

        await client.ExpectNotesAsync(1, 1);
    }

    [Fact]
    public async Task CatchUp_UnknownToTheGrain_AttachesAgainAndGoesOn()
    {
        var user = new FakeUser().Append(3);
        var client = await (await _gateway.ConnectAsync(user, "?client_id=tab1")).GreetedAsync();
        await client.ExpectNotesAsync(1, 3);

        user.ForgetConnections();
        user.Append(2);
        _gateway.Connection.NoteHead(5);

        await client.ExpectNotesAsync(4, 5);
        var again = user.AttachRequests[1];
        Assert.Equal(new StreamPosition(3, FakeUser.Epoch), again.Cursor);
        Assert.Equal(_gateway.Connection.Identity.Id, again.Connection);
        Assert.Equal("tab1", again.Client.Value);
    }

    [Fact]
    public async Task Deliver_OtherUsersPush_IsNotTheirs()
    {
        var alice = new FakeUser();
        var bob = new FakeUser { Name = "bob" };
        var client = await (await _gateway.ConnectAsync(alice)).GreetedAsync();
        var other = await (await _gateway.ConnectAsync(bob)).GreetedAsync();

        _gateway.Publish(bob, 1);

        await other.ExpectNotesAsync(1, 1);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Deliver_OneOfTwoConnectionsStalled_OtherGetsEverything()
    {
        var user = new FakeUser();
        await _gateway.ConnectAsync(user, windowBytes: 4_096);
        var reader = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Publish(user, 100, padding: 500);

        await reader.ExpectNotesAsync(1, 100);
    }

    [Fact]
    public async Task Deliver_CloseCommandForOne_OtherStays()
    {
        var user = new FakeUser();
        var first = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        var id = _gateway.Connection.Identity.Id;
        var second = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Command(user, ConnectionCommandKind.Close, id, CloseCode.Replaced);

        Assert.Equal(4409, await first.CloseAndAnswerAsync());
        await second.ExpectNothingAsync();
    }
}
