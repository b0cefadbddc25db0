using System.Text;

namespace Netra.Protocol.Tests;

public sealed class TraceParentTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Span = "b7ad6b7169203331";
    private const string Sampled = $"00-{Trace}-{Span}-01";

    [Theory]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    [InlineData($"00-{Trace}-{Span}-00", false)]
    [InlineData($"00-{Trace}-{Span}-ff", true)]
    [InlineData($"00-{Trace}-{Span}-fe", false)]
    [InlineData($"cc-{Trace}-{Span}-01", true)]
    [InlineData($"cc-{Trace}-{Span}-01-what-the-future-may-be-like", true)]
    public void TryParse_Valid_IsThatOfThePresentVersion(string text, bool isSampled)
    {
        Assert.True(TraceParent.TryParse(text, out var parent, out var sampled));

        Assert.Equal(($"00-{Trace}-{Span}-{(isSampled ? "01" : "00")}", isSampled), (parent, sampled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData($"00-{Trace}-{Span}-0")]
    [InlineData($"00-{Trace}-{Span}-01-")]
    [InlineData($"00-{Trace}-{Span}-01x")]
    [InlineData($"cc-{Trace}-{Span}-01x")]
    [InlineData($"ff-{Trace}-{Span}-01")]
    [InlineData($"0G-{Trace}-{Span}-01")]
    [InlineData($"00_{Trace}-{Span}-01")]
    [InlineData($"00-{Trace}_{Span}-01")]
    [InlineData($"00-{Trace}-{Span}_01")]
    [InlineData($"00-{Trace}-{Span}-0x")]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData($"00-0af7651916cd43dd8448eb211c80319\u0663-{Span}-01")]
    [InlineData($" 00-{Trace}-{Span}-01")]
    public void TryParse_Malformed_IsNone(string text)
    {
        Assert.False(TraceParent.TryParse(text, out var parent, out var isSampled));
        Assert.Equal((null, false), (parent, isSampled));
    }

    [Fact]
    public void TryParse_TooLong_IsNone() => Assert.False(TraceParent.TryParse($"cc{Sampled[2..]}-{new string('x', 300)}", out _, out _));

    [Theory]
    [InlineData($$$"""{"type":"t","traceparent":"{{{Sampled}}}","payload":{"a":1}}""", Sampled, """{"a":1}""")]
    [InlineData($$"""{"type":"t","a":1,"traceparent":"{{Sampled}}"}""", Sampled, $$"""{"a":1,"traceparent":"{{Sampled}}"}""")]
    [InlineData($$$"""{"type":"t","traceparent":"x","traceparent":"{{{Sampled}}}","payload":{}}""", Sampled, "{}")]
    [InlineData($$$"""{"type":"t","traceparent":"{{{Sampled}}}","traceparent":7,"payload":{}}""", null, "{}")]
    [InlineData($$$"""{"type":"t","payload":{"traceparent":"{{{Sampled}}}"}}""", null, $$"""{"traceparent":"{{Sampled}}"}""")]
    [InlineData("""{"type":"t","traceparent":{"a":[]},"payload":{}}""", null, "{}")]
    public void TryParse_Frame_HasTheValidOneAndThePayloadThatItHadBefore(string text, string? expected, string payload)
    {
        Assert.True(ClientFrameParser.TryParse(Encoding.UTF8.GetBytes(text), out var frame, out _));

        Assert.Equal((expected, payload), (frame.TraceParent, Encoding.UTF8.GetString(frame.Payload.Span)));
    }
}
