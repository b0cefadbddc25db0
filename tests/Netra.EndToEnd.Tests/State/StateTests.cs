namespace Netra.EndToEnd.Tests;

/// <summary>The state that a user's connections share (protocol section 5).</summary>
[Collection(nameof(RoomyHost))]
public sealed class StateTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task SnapshotOnConnect_WithoutAVersion_ComesRightBehindTheFirstFrame()
    {
        (await Calls.PatchStateAsync("""{"theme":"dark","n":1.50}""")).AssertOk();

        await using var socket = await Host.ConnectAsync(User);
        var first = await socket.NextAsync();
        var state = await socket.NextAsync();

        Assert.Equal(("connection_established", 1), (first.Type, first.Payload.GetProperty("state_version").GetInt64()));
        Assert.Equal(("state_snapshot", """{"version":1,"state":{"theme":"dark","n":1.50}}"""), (state.Type, state.Payload.GetRawText()));
    }

    [Fact]
    public async Task SnapshotOnConnect_WithThePresentVersion_IsLeftOut()
    {
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();

        await using var socket = await Host.ConnectAsync(User, "state_version=1&last_seq=1");
        await socket.ReceiveAsync("connection_established");

        Assert.Empty(await socket.PingAsync());
    }

    [Fact]
    public async Task IncrementalUpdates_ClientBehind_ComeInTheReplayAtTheirSeq()
    {
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();
        await Api.PublishAsync(User, "note", """{"n":2}""");
        (await Calls.PatchStateAsync("""{"b":2}""")).AssertOk();
        (await Calls.PatchStateAsync("""{"a":null}""")).AssertOk();

        await using var socket = await Host.ConnectAsync(User, "state_version=1&last_seq=1");
        await socket.ReceiveAsync("connection_established");

        Assert.Equal("note", (await socket.NextAsync()).Type);
        Assert.Equal((3L, """{"version":2,"patch":{"b":2}}"""), Change(await socket.NextAsync()));
        Assert.Equal((4L, """{"version":3,"patch":{"a":null}}"""), Change(await socket.NextAsync()));
    }

    [Fact]
    public async Task IncrementalUpdates_Live_ReachTheSenderAndTheOthersWithTheSendersId()
    {
        await using var sender = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);
        await other.ReceiveAsync("state_snapshot");

        var answer = await sender.AskAsync("state_update", """{"version":0,"patch":{"theme":"dark"}}""", "s-1");

        Assert.Equal(("state_updated", "s-1"), (answer.Type, answer.Id));
        Assert.Equal((1L, """{"version":1,"patch":{"theme":"dark"}}"""), Change(answer));
        Assert.Equal(answer.Text, (await other.NextAsync()).Text);
        Assert.Equal("state_updated", (await other.AskAsync("state_update", """{"version":1,"ops":[{"op":"test","path":"/theme","value":"dark"},{"op":"add","path":"/n","value":1}]}""")).Type);
        var current = await sender.AskAsync("get_current_state", "{}");
        Assert.Equal("""{"version":2,"state":{"theme":"dark","n":1}}""", current.PayloadText);
    }

    [Fact]
    public async Task FullResync_ReplayThatLacksChanges_BringsTheWholeState()
    {
        for (var i = 1; i <= 3; i++) (await Calls.PatchStateAsync($$"""{"n":{{i}}}""")).AssertOk();

        // Behind, and what it missed lies before its position; and ahead of the server.
        foreach (var query in new[] { "state_version=1&last_seq=3", "state_version=9&last_seq=3" })
        {
            await using var socket = await Host.ConnectAsync(User, query);
            await socket.ReceiveAsync("connection_established");
            var state = await socket.NextAsync();
            Assert.Equal(("state_resync", """{"version":3,"state":{"n":3},"reason":"reconnection"}"""), (state.Type, state.PayloadText));
        }
    }

    [Fact]
    public async Task FullResync_AfterAReset_AlwaysComesWithItsReason()
    {
        (await Calls.PatchStateAsync("""{"n":1}""")).AssertOk();

        await using var socket = await Host.ConnectAsync(User, "state_version=1&last_seq=7");
        await socket.ReceiveAsync("connection_established");

        var state = await socket.NextAsync();
        Assert.Equal(("state_resync", """{"version":1,"state":{"n":1},"reason":"ahead"}"""), (state.Type, state.PayloadText));
        // The replay brings the change that the state has already.
        Assert.Equal((1L, """{"version":1,"patch":{"n":1}}"""), Change(await socket.NextAsync()));
        await socket.SendAsync("""{"type":"resume","payload":{"last_seq":9}}""");
        await socket.ReceiveAsync("resumed");
        Assert.Equal("""{"version":1,"state":{"n":1},"reason":"ahead"}""", (await socket.ReceiveAsync("state_resync")).PayloadText);
    }

    [Fact]
    public async Task FullResync_RevokedChange_FollowsTheSkip()
    {
        for (var i = 1; i <= 3; i++) (await Calls.PatchStateAsync($$"""{"n{{i}}":{{i}}}""")).AssertOk();
        Assert.Equal(204, (await Calls.RevokeAsync(2)).Status);

        await using var socket = await Host.ConnectAsync(User, "state_version=1&last_seq=1");
        await socket.UntilAsync(3);
        var replica = new StateReplica();
        foreach (var frame in socket.Frames.Where(frame => frame.Type is "state_resync" or "state_snapshot")) replica.Take(frame);

        Assert.Contains(socket.Frames, frame => frame.Type == "skipped");
        Assert.Equal((3L, """{"n1":1,"n2":2,"n3":3}"""), (replica.Version, replica.Text));
    }

    [Fact]
    public async Task VersionConflict_StaleVersion_IsToldToTheSenderAloneAndChangesNothing()
    {
        await using var sender = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);
        Assert.Equal("state_updated", (await other.AskAsync("state_update", """{"version":0,"patch":{"a":1}}""")).Type);

        foreach (var (type, change) in new[] { ("state_update", "\"patch\":{\"a\":2}"), ("state_update", "\"ops\":[]"), ("partial_state_update", "\"updates\":{\"a\":2}") })
        {
            var conflict = await sender.AskAsync(type, $$"""{"version":0,{{change}}}""");
            Assert.Equal(("version_conflict", """{"client_version":0,"server_version":1,"state":{"a":1}}"""), (conflict.Type, conflict.PayloadText));
        }

        Assert.DoesNotContain(await other.PingAsync(), frame => frame.Type == "version_conflict");
        var conflictOverHttp = await Calls.PatchStateAsync("""{"a":2}""", ifMatch: "\"0\"");
        conflictOverHttp.AssertProblem(412, "version_conflict");
        Assert.Equal("""{"version":1,"state":{"a":1}}""", (await Calls.StateAsync()).GetRawText());
        await Replay.AssertHeadAsync(1, Api, User);
    }

    [Fact]
    public async Task PartialUpdate_DottedPaths_AreSetAndObjectsMade()
    {
        await using var socket = await Host.ConnectAsync(User);
        Assert.Equal(
            "state_updated",
            (await socket.AskAsync("partial_state_update", """{"version":0,"updates":{"ui_preferences.theme":"light","a.b.c":[1,{"d":null}],"n":null}}""")).Type);
        var answer = await socket.AskAsync("partial_state_update", """{"version":1,"updates":{"ui_preferences.size":12}}""");

        Assert.Equal((2L, """{"version":2,"updates":{"ui_preferences.size":12}}"""), Change(answer));
        Assert.Equal(
            """{"a":{"b":{"c":[1,{"d":null}]}},"n":null,"ui_preferences":{"size":12,"theme":"light"}}""",
            StateReplica.CanonicalText((await Calls.StateAsync()).GetProperty("state")));
    }

    [Theory]
    [InlineData("partial_state_update", """{"version":1,"updates":{"ok":1,"n.x":1}}""", "invalid_patch")]
    [InlineData("partial_state_update", """{"version":1,"updates":{"ok":1,"list.x":1}}""", "invalid_patch")]
    [InlineData("partial_state_update", """{"version":1,"updates":{"a..b":1}}""", "invalid_patch")]
    [InlineData("partial_state_update", """{"version":1,"updates":{"":1}}""", "invalid_patch")]
    [InlineData("state_update", """{"version":1,"ops":[{"op":"add","path":"/ok","value":1},{"op":"remove","path":"/none"}]}""", "invalid_patch")]
    [InlineData("state_update", """{"version":1,"ops":[{"op":"add","path":"/ok","value":1},{"op":"test","path":"/n","value":2}]}""", "invalid_patch")]
    [InlineData("state_update", """{"version":1,"ops":[{"op":"replace","path":"","value":[]}]}""", "invalid_patch")]
    [InlineData("state_update", """{"version":1,"ops":[{"op":"fly","path":"/n"}]}""", "invalid_patch")]
    [InlineData("state_update", """{"version":1}""", "invalid_payload")]
    [InlineData("state_update", """{"patch":{}}""", "invalid_payload")]
    [InlineData("state_update", """{"version":1,"patch":{},"ops":[]}""", "invalid_payload")]
    [InlineData("state_update", """{"version":-1,"patch":{}}""", "invalid_payload")]
    [InlineData("state_update", """{"version":"1","patch":{}}""", "invalid_payload")]
    [InlineData("state_update", """{"version":1,"patch":[]}""", "invalid_payload")]
    [InlineData("partial_state_update", """{"version":1,"updates":1}""", "invalid_payload")]
    public async Task Change_ThatIsWrong_IsRefusedAndChangesNothing(string type, string payload, string code)
    {
        (await Calls.PatchStateAsync("""{"n":1,"list":[]}""")).AssertOk();
        await using var socket = await Host.ConnectAsync(User);

        var answer = await socket.AskAsync(type, payload);

        Assert.Equal(("error", code), (answer.Type, answer.Code));
        Assert.Equal("""{"version":1,"state":{"n":1,"list":[]}}""", (await Calls.StateAsync()).GetRawText());
        await Replay.AssertHeadAsync(1, Api, User);
    }

    [Fact]
    public async Task Change_BeyondTheLargestDocument_IsRefusedEverywhere()
    {
        var half = new string('x', 200_000);
        (await Calls.PatchStateAsync($$"""{"a":"{{half}}"}""")).AssertOk();
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal("state_too_large", (await socket.AskAsync("state_update", $$$"""{"version":1,"patch":{"b":"{{{half}}}"}}""")).Code);
        (await Calls.PatchStateAsync($$"""{"b":"{{half}}"}""")).AssertProblem(413, "state_too_large");

        Assert.Equal(1, (await Calls.StateAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Change_RepeatedId_IsAcknowledgedWithTheFirstSeqAndChangesNothing()
    {
        await using var socket = await Host.ConnectAsync(User);
        Assert.Equal("state_updated", (await socket.AskAsync("state_update", """{"version":0,"patch":{"a":1}}""", "s")).Type);
        await socket.AskAsync("note", "{}");

        var again = await socket.AskAsync("state_update", """{"version":0,"patch":{"a":1}}""", "s");

        Assert.Equal(("ack", """{"id":"s","duplicate":true,"seq":1}"""), (again.Type, again.PayloadText));
        Assert.Equal(1, (await Calls.StateAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Change_Empty_StillMakesAVersion()
    {
        await using var socket = await Host.ConnectAsync(User);

        Assert.Equal((1L, """{"version":1,"patch":{}}"""), Change(await socket.AskAsync("state_update", """{"version":0,"patch":{}}""")));
        Assert.Equal((2L, """{"version":2,"ops":[]}"""), Change(await socket.AskAsync("state_update", """{"version":1,"ops":[]}""")));
        Assert.Equal((3L, """{"version":3,"updates":{}}"""), Change(await socket.AskAsync("partial_state_update", """{"version":2,"updates":{}}""")));
    }

    private static (long Seq, string Payload) Change(Frame frame)
    {
        Assert.Equal("state_updated", frame.Type);
        return (frame.Seq!.Value, frame.PayloadText);
    }
}
