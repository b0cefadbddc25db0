using System.Text;

namespace Netra.Protocol.Tests;

public sealed class StateChangeBodyTests
{
    [Theory]
    [InlineData(StateChangeKind.Patch, " {\"a\": null}\n", "{\"a\": null}")]
    [InlineData(StateChangeKind.Ops, "\t[ ] ", "[ ]")]
    [InlineData(StateChangeKind.Updates, "{\"a.b\":1}", "{\"a.b\":1}")]
    public void TryRead_OfItsShape_IsTheValueAlone(StateChangeKind kind, string body, string expected)
    {
        Assert.True(StateChangeBody.TryRead(Encoding.UTF8.GetBytes(body), kind, out var json, out var error), error?.Message);

        Assert.Equal(expected, FrameText.Text(json));
    }

    [Theory]
    [InlineData(StateChangeKind.Patch, "[]", "invalid_patch")]
    [InlineData(StateChangeKind.Patch, "null", "invalid_patch")]
    [InlineData(StateChangeKind.Patch, "\"{}\"", "invalid_patch")]
    [InlineData(StateChangeKind.Ops, "{}", "invalid_patch")]
    [InlineData(StateChangeKind.Ops, "7", "invalid_patch")]
    [InlineData(StateChangeKind.Updates, "[]", "invalid_patch")]
    [InlineData(StateChangeKind.Patch, "", "empty_message")]
    [InlineData(StateChangeKind.Ops, " \n", "empty_message")]
    [InlineData(StateChangeKind.Patch, "{\"a\":", "invalid_json")]
    [InlineData(StateChangeKind.Patch, "{} {}", "invalid_json")]
    [InlineData(StateChangeKind.Ops, "[},", "invalid_json")]
    public void TryRead_SomethingElse_SaysWhatIsWrong(StateChangeKind kind, string body, string code)
    {
        Assert.False(StateChangeBody.TryRead(Encoding.UTF8.GetBytes(body), kind, out _, out var error));

        Assert.Equal(code, error.Code.Name);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(5_000, false)]
    public void TryRead_Nested_IsTakenWhileItsFrameIs64Deep(int depth, bool taken)
    {
        var body = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        Assert.Equal(taken, StateChangeBody.TryRead(body, StateChangeKind.Ops, out var json, out var error));

        Assert.Equal(taken ? null : ErrorCodes.InvalidJson, error?.Code);
        if (!taken) return;
        var frame = ServerFrames.Durable("a", "i", 1, 2, ServerFrames.StateUpdatedPayload(1, StateChangeKind.Ops, json.Span));
        Assert.True(ClientFrameParser.TryParse(frame, out _, out var frameError), frameError?.Message);
    }
}
