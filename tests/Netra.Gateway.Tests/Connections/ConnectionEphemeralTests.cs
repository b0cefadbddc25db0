using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Frames beside the log (protocol section 3).</summary>
public sealed class ConnectionEphemeralTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options =>
    {
        options.MaxMessageBytes = 4_096;
        options.MaxQueuedFrames = 16;
        options.MaxQueuedBytes = 32_768;
        options.MaxHeldEphemeralFrames = 4;
        options.MaxHeldEphemeralBytes = 2_048;
    });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Deliver_Live_GoesOutAtOnceAndMovesNothing()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.PushEphemeral(user, 1, 2);
        _gateway.Publish(user, 1);

        await client.ExpectTypingAsync(1, 2);
        await client.ExpectNotesAsync(1, 1);
        Assert.Equal((1, 0), (_gateway.Connection.Cursor, _gateway.EphemeralDropped));
    }

    [Fact]
    public async Task Deliver_WithFramesInOnePush_FramesFirst()
    {
        var user = new FakeUser().Append(1);
        var client = await (await _gateway.ConnectAsync(user, "?start=head")).GreetedAsync();
        user.Append(1);

        _gateway.Hub.Deliver(user.PushOf(2, 1) with { Ephemeral = [ServerFrames.Ephemeral("typing", "e", 1, """{"n":7}"""u8)] });

        await client.ExpectNotesAsync(2, 2);
        await client.ExpectTypingAsync(7, 7);
    }

    [Fact]
    public async Task Deliver_ForOneConnection_OthersGetNothing()
    {
        var user = new FakeUser();
        var one = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        var id = _gateway.Connection.Identity.Id;
        var other = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.PushEphemeral(user, 1, 1, target: id);

        await one.ExpectTypingAsync(1, 1);
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task Deliver_DuringReplay_WaitsBehindItAndIsDroppedBeyondTheBound()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(3);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);

        _gateway.PushEphemeral(user, 1, 6);
        await client.ExpectNothingAsync();
        user.Release();

        await client.ExpectNotesAsync(1, 3);
        await client.ExpectTypingAsync(1, 4);
        await client.ExpectNothingAsync();
        Assert.Equal(2, _gateway.EphemeralDropped);
    }

    [Fact]
    public async Task Deliver_DuringReplay_BytesAreBoundedToo()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(1);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);

        _gateway.PushEphemeral(user, 1, 1, padding: 1_500);
        _gateway.PushEphemeral(user, 2, 1, padding: 1_500);
        _gateway.PushEphemeral(user, 3, 1);
        user.Release();

        await client.ExpectNotesAsync(1, 1);
        await client.ExpectTypingAsync(1, 1);
        await client.ExpectTypingAsync(3, 3);
        Assert.Equal(1, _gateway.EphemeralDropped);
    }

    [Fact]
    public async Task Deliver_BeforeTheSocketIsThere_NotBeforeTheFirstFrame()
    {
        var user = new StalledUser(FakeUser.Attach);
        user.Stall();
        var connecting = _gateway.ConnectAsync(user);
        await user.Calls.WaitForAsync(FakeUser.Attach);

        _gateway.PushEphemeral(user, 1, 1);
        user.Release();

        var client = await (await connecting).GreetedAsync();
        await client.ExpectTypingAsync(1, 1);
    }

    [Fact]
    public async Task Deliver_AfterAClose_NothingMoreComes()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        _gateway.Command(user, ConnectionCommandKind.Close, code: CloseCode.Disconnected);
        _gateway.PushEphemeral(user, 1, 3);

        var closed = await Assert.ThrowsAnyAsync<Exception>(() => client.NextAsync());
        Assert.Contains("Closed with 4410", closed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_CloseDuringReplay_WhatWasHeldIsGone()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(1);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);
        _gateway.PushEphemeral(user, 1, 1);

        _gateway.Command(user, ConnectionCommandKind.Close, code: CloseCode.Disconnected);
        user.Release();

        var closed = await Assert.ThrowsAnyAsync<Exception>(() => client.NextAsync());
        Assert.Contains("Closed with 4410", closed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_FloodToAStalledSocket_IsDroppedAndDurableFramesAreNot()
    {
        var user = new FakeUser();
        var client = await _gateway.ConnectAsync(user, windowBytes: 4_096);
        var reader = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        for (var i = 0; i < 1_000; i += 10)
        {
            _gateway.PushEphemeral(user, i, 10, padding: 500);
            // The other one reads on: its queue never fills.
            await reader.ExpectTypingAsync(i, i + 9);
        }

        _gateway.Publish(user, 2);

        await reader.ExpectNotesAsync(1, 2);
        await client.GreetedAsync();
        var (typing, notes) = (0, new List<long>());
        while (notes.Count < 2)
        {
            var frame = await client.NextAsync();
            if (frame.Type == "typing") typing++;
            else notes.Add(frame.Seq);
        }

        Assert.Equal([1, 2], notes);
        Assert.InRange(typing, 1, 32);
        Assert.Equal(1_000 - typing, _gateway.EphemeralDropped);
        await client.ExpectNothingAsync();
    }
}
