using System.Text;
using System.Text.Json;

namespace Netra.Client.Tests;

public sealed class MalformedFrameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"note","seq":"1"}""")]
    [InlineData("""{"type":"note","seq":1.5}""")]
    [InlineData("""{"type":"note","payload":[]}""")]
    [InlineData("""{"type":"note","expedited":1}""")]
    public void TryParse_WhatIsNoFrame_IsNull(string text) => Assert.Null(ServerFrame.TryParse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("skipped", "{}")]
    [InlineData("skipped", """{"from":1,"to":"2","reason":"expired"}""")]
    [InlineData("ack", "{}")]
    [InlineData("error", """{"message":"no code"}""")]
    [InlineData("reconnect", "{}")]
    [InlineData("resumed", """{"reset_reason":7}""")]
    [InlineData("state_snapshot", """{"version":1}""")]
    [InlineData("state_updated", """{"patch":{}}""")]
    [InlineData("version_conflict", """{"state":{}}""")]
    [InlineData("current_state", """{"version":"1","state":{}}""")]
    public void Handle_ControlFrameOfAnotherForm_EndsTheConnection(string type, string payload)
    {
        var core = Connected();

        var actions = core.Handle(new CoreEvent.FrameReceived(new ServerFrame(type, null, null, 1, false, JsonElement.Parse(payload))), 1);

        Assert.Equal(4400, Assert.IsType<CoreAction.Close>(actions[0]).Code);
        Assert.Equal("bad_frame", Assert.Single(actions.OfType<CoreAction.Connection>()).Status.Reason);
    }

    [Fact]
    public void Handle_ChangeThatCanNotBeRead_AsksForTheDocument()
    {
        var core = Connected();
        core.Handle(Frame("""{"type":"state_snapshot","timestamp":1,"payload":{"version":1,"state":{}}}"""), 1);

        var actions = core.Handle(Frame("""{"type":"state_updated","seq":1,"timestamp":1,"payload":{"version":2,"patch":[]}}"""), 2);

        Assert.Equal(ClientFrames.GetCurrentState, Assert.Single(actions.OfType<CoreAction.Send>()).Frame);
    }

    private static ClientCore Connected()
    {
        var core = new ClientCore(new CoreOptions { ClientId = "c" }, () => 0);
        core.Handle(new CoreEvent.Connect(), 0);
        core.Handle(new CoreEvent.Token("t"), 0);
        var actions = core.Handle(
            Frame("""
                {"type":"connection_established","timestamp":1,"payload":{"user_id":"alice","epoch":"e1","head_seq":0,"oldest_seq":0,"resumed":false,
                "heartbeat":{"interval_ms":1000},"limits":{"max_message_bytes":1000}}}
                """),
            0);
        Assert.Contains(actions, action => action is CoreAction.Connection { Status.State: ConnectionState.Connected });
        return core;
    }

    private static CoreEvent.FrameReceived Frame(string text) => new(ServerFrame.TryParse(Encoding.UTF8.GetBytes(text))!);
}
