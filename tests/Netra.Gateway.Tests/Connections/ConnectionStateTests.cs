using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>The state on a connection (protocol section 5).</summary>
public sealed class ConnectionStateTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(options => options.MessagesPerSecond = 1_000);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task RunAsync_StateInTheAnswer_GoesOutAsItIs()
    {
        var client = await _gateway.ConnectAsync(new FakeUser().SetState(7, """{"a": 1.0}"""));

        Assert.Equal(7, (await client.NextAsync("connection_established")).Payload.GetProperty("state_version").GetInt64());
        Assert.Equal("""{"version":7,"state":{"a": 1.0}}""", (await client.NextAsync("state_snapshot")).Payload.GetRawText());
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task RunAsync_StateVersion_IsAskedOfTheGrain()
    {
        var user = new FakeUser().SetState(7, "{}");
        var client = await _gateway.ConnectAsync(user, "?state_version=7");

        await client.NextAsync("connection_established");
        await client.ExpectNothingAsync();

        Assert.Equal(7, user.AttachRequests[0].StateVersion);
    }

    [Fact]
    public async Task Reattach_OpenConnection_GetsNoStateAgain()
    {
        var user = new FakeUser().SetState(7, "{}");
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        user.ForgetConnections();
        Assert.True(await _gateway.Connection.ReattachAsync());

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task GetCurrentState_AfterAChange_HasIt()
    {
        var user = new StalledUser(FakeUser.Submit);
        user.Stall();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"state_update","id":"u1","version":0,"patch":{"a":1}}""");
        await client.SendAsync("""{"type":"get_current_state","id":"s1"}""");
        await user.Calls.WaitForAsync(FakeUser.Submit);
        Assert.Equal(0, user.Calls.Count(FakeUser.ReadState));
        user.Release();

        var state = await client.NextAsync("current_state");
        Assert.Equal("s1", state.Id);
        Assert.Equal("""{"version":1,"state":{"a":1}}""", state.Payload.GetRawText());
    }

    [Fact]
    public async Task GetCurrentState_GrainFails_ErrorWithItsId()
    {
        var user = new UnavailableUser(FakeUser.ReadState);
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"get_current_state","id":"s1"}""");

        Assert.Equal("s1", (await client.NextErrorAsync("internal")).Id);
    }

    [Theory]
    [InlineData("""{"type":"state_update","id":"u1","payload":{"version":0,"patch":{"a": 1}}}""", StateChangeKind.Patch, """{"a": 1}""")]
    [InlineData("""{"type":"state_update","id":"u1","version":0,"ops":[]}""", StateChangeKind.Ops, "[]")]
    [InlineData("""{"type":"partial_state_update","id":"u1","version":0,"updates":{"a.b":1}}""", StateChangeKind.Updates, """{"a.b":1}""")]
    public async Task StateUpdate_Accepted_NoAnswerBesideItsFrame(string frame, StateChangeKind kind, string json)
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync(frame);
        await user.Calls.WaitForAsync(FakeUser.Submit);
        await client.SendAsync("""{"type":"chat","id":"m2"}""");

        Assert.Equal("m2", (await client.NextAsync("ack")).Id);
        _gateway.Hub.Deliver(user.PushOf(1, 2));
        var updated = await client.NextAsync("state_updated");
        Assert.Equal(("u1", 1), (updated.Id, updated.Seq));
        var change = user.Submitted[0].Change!;
        Assert.Equal((kind, json, 0), (change.Kind, Encoding.UTF8.GetString(change.Json.Span), change.ExpectedVersion));
    }

    [Fact]
    public async Task StateUpdate_StaleVersion_ConflictToTheSenderAlone()
    {
        var user = new FakeUser().SetState(7, """{"a":1}""");
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        var other = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"state_update","id":"u1","version":6,"patch":{}}""");
        await client.SendAsync("""{"type":"state_update","version":99,"patch":{}}""");

        var conflict = await client.NextAsync("version_conflict");
        Assert.Equal("u1", conflict.Id);
        Assert.Equal("""{"client_version":6,"server_version":7,"state":{"a":1}}""", conflict.Payload.GetRawText());
        var second = await client.NextAsync("version_conflict");
        Assert.Null(second.Id);
        Assert.Equal(99, second.Payload.GetProperty("client_version").GetInt64());
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task StateUpdate_SameIdAgain_AckWithTheFirstOnesSeq()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"state_update","id":"u1","version":0,"patch":{}}""");
        await client.SendAsync("""{"type":"state_update","id":"u1","version":0,"patch":{}}""");

        Assert.Equal("""{"id":"u1","duplicate":true,"seq":1}""", (await client.NextAsync("ack")).Payload.GetRawText());
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task StateUpdate_Refused_ErrorWithPositionAndRef()
    {
        var refusal = new FrameError(ErrorCodes.InvalidPatch, "There is no such member.") { Details = new FrameErrorDetails { Index = 3, Field = "/a" } };
        var user = new FakeUser { AnswerItem = _ => new SubmitAnswer(SubmitStatus.Refused) { Error = refusal } };
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        await client.SendAsync("""{"type":"state_update","id":"u1","version":0,"ops":[]}""");

        var error = await client.NextErrorAsync("invalid_patch");
        Assert.Equal(("u1", "u1"), (error.Id, error.Payload.GetProperty("ref").GetString()));
        Assert.Equal("""{"field":"/a","index":3}""", error.Payload.GetProperty("details").GetRawText());
    }

    [Fact]
    public async Task StateUpdate_AmongMessages_GoesTheirWayInTheirOrder()
    {
        var user = new FakeUser();
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();

        for (var i = 0; i < 30; i++)
        {
            await client.SendAsync($$"""{"type":"chat","id":"m{{i}}"}""");
            await client.SendAsync($$$"""{"type":"partial_state_update","id":"u{{{i}}}","version":{{{i}}},"updates":{"n":{{{i}}}}}""");
        }

        for (var i = 0; i < 30; i++) Assert.Equal(2 * i + 1, (await client.NextAsync("ack")).Payload.GetProperty("seq").GetInt64());
        await client.SendAsync("""{"type":"get_current_state"}""");
        Assert.Equal(30, (await client.NextAsync("current_state")).Payload.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Resume_Reset_ResyncIsTheGrainsState()
    {
        var user = new FakeUser().Append(2).SetState(7, """{"a":1}""");
        var client = await (await _gateway.ConnectAsync(user)).GreetedAsync();
        await client.ExpectNotesAsync(1, 2);

        await client.SendAsync("""{"type":"resume","payload":{"last_seq":9}}""");

        await client.NextAsync("resumed");
        Assert.Equal("""{"version":7,"state":{"a":1},"reason":"ahead"}""", (await client.NextAsync("state_resync")).Payload.GetRawText());
        await client.ExpectNotesAsync(1, 2);
    }
}
