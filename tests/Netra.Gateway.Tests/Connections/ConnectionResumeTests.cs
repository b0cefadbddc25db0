namespace Netra.Gateway.Tests;

public sealed class ConnectionResumeTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Resume_Honoured_BeginsAnewBehindIt()
    {
        var user = new FakeUser().Append(5);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 5);

        await client.SendAsync("""{"type":"resume","id":"r1","payload":{"last_seq":2,"epoch":"epoch1"}}""");

        var resumed = await client.NextAsync("resumed");
        Assert.Equal("r1", resumed.Id);
        Assert.Equal("""{"resumed":true,"replay_from":3,"replay_to":5,"reset_reason":null}""", resumed.Payload.GetRawText());
        await client.ExpectNotesAsync(3, 5);
        _gateway.Publish(user, 1);
        await client.ExpectNotesAsync(6, 6);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Resume_AtTheHead_NothingToReplay()
    {
        var user = new FakeUser().Append(2);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 2);

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":2}}""");

        var resumed = await client.NextAsync("resumed");
        Assert.Equal("""{"resumed":true,"replay_from":null,"replay_to":null,"reset_reason":null}""", resumed.Payload.GetRawText());
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Resume_AheadOfTheHead_ResetsWithResyncAndEverything()
    {
        var client = await (await _gateway.ConnectAsync(new FakeUser().Append(3))).GreetedAsync();
        await client.ExpectNotesAsync(1, 3);

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":99}}""");

        var resumed = await client.NextAsync("resumed");
        Assert.Equal("""{"resumed":false,"replay_from":1,"replay_to":3,"reset_reason":"ahead"}""", resumed.Payload.GetRawText());
        Assert.Equal("ahead", (await client.NextAsync("state_resync")).Payload.GetProperty("reason").GetString());
        await client.ExpectNotesAsync(1, 3);
    }

    [Fact]
    public async Task Resume_DuringCatchUp_PageOfTheOldRunIsVoid()
    {
        var user = new StalledUser(FakeUser.Pull);
        user.Append(5);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await user.Calls.WaitForAsync(FakeUser.Pull);

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":2}}""");
        await client.NextAsync("resumed");
        user.Release();

        await client.ExpectNotesAsync(3, 5);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Resume_UnknownToTheGrain_AttachesAgainFirst()
    {
        var user = new FakeUser().Append(3);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 3);
        user.ForgetConnections();

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":1}}""");

        await client.NextAsync("resumed");
        await client.ExpectNotesAsync(2, 3);
        Assert.Equal(2, user.Calls.Count(FakeUser.Attach));
    }

    [Fact]
    public async Task Resume_GrainFails_ErrorAndNothingChanges()
    {
        var user = new UnavailableUser(FakeUser.Resume);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"resume","id":"r1","payload":{"last_seq":0}}""");

        Assert.Equal("r1", (await client.NextErrorAsync("internal")).Id);
        _gateway.Publish(user, 2);
        await client.ExpectNotesAsync(1, 2);
    }
}
