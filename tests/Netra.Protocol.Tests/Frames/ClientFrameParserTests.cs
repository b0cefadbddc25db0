using System.Runtime.InteropServices;
using System.Text;
using static Netra.Protocol.Tests.FrameText;

namespace Netra.Protocol.Tests;

/// <summary>What the vectors of <c>client-frames.json</c> can't express.</summary>
public sealed class ClientFrameParserTests
{
    [Fact]
    public void TryParse_Payload_IsASliceOfTheInput()
    {
        var input = """{"type":"a","payload":{"x":1}}"""u8.ToArray();

        Assert.True(ClientFrameParser.TryParse(input, out var frame, out _));

        Assert.True(MemoryMarshal.TryGetArray(frame.Payload, out var segment));
        Assert.Same(input, segment.Array);
        Assert.Equal(22, segment.Offset);
    }

    [Fact]
    public void TryParse_SliceOfALargerBuffer_CountsFromTheSlice()
    {
        var buffer = """xx{"type":"a","payload":{"x":1}}yy"""u8.ToArray();

        Assert.True(ClientFrameParser.TryParse(buffer.AsMemory(2..^2), out var frame, out _));

        Assert.Equal("""{"x":1}""", Text(frame.Payload));
    }

    [Fact]
    public void TryParse_FlatPayload_HasAnArrayOfItsOwn()
    {
        var input = """{"type":"a","x":1}"""u8.ToArray();

        Assert.True(ClientFrameParser.TryParse(input, out var frame, out _));
        Array.Clear(input);

        Assert.Equal("""{"x":1}""", Text(frame.Payload));
    }

    [Fact]
    public void TryParse_FlatPayload_KeepsTheMembersAsTheyWereWritten()
    {
        var frame = Parse("""{ "x" : 1.0e5 , "type":"a","\u0079":"\u0041","y" : [ ] }""");

        Assert.Equal("""{"x" : 1.0e5,"\u0079":"\u0041","y" : [ ]}""", Text(frame.Payload));
    }

    [Fact]
    public void TryParse_ManyNamesOfLoneSurrogates_ThrowsNothingWithin()
    {
        var members = string.Concat(Enumerable.Repeat("""
            "\ud800":1,
            """, 2000));

        var (frame, thrown) = ExceptionCounter.Count(() => Parse("{" + members + "\"type\":\"a\"}"));

        Assert.Equal(0, thrown);
        Assert.Equal(members.Length + 1, frame.Payload.Length);
    }

    [Fact]
    public void TryParse_MissingType_SaysSoInTheWordsOfTheProtocol() =>
        Assert.Equal("The 'type' field is required.", Refuse("{}").Message);

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xC0)]
    [InlineData(0xFF)]
    public void TryParse_TextThatIsNotUtf8_IsInvalidJsonAtThatPlace(byte wrong)
    {
        byte[] input = [.. "{\"type\":\"a\",\n\"é\":\""u8, wrong, .. "\"}"u8];

        var error = Refuse(input);

        Assert.Same(ErrorCodes.InvalidJson, error.Code);
        Assert.Equal(new FrameErrorDetails { Line = 2, Column = 6 }, error.Details);
    }

    [Fact]
    public void TryParse_TextCutOffInACharacter_IsInvalidJsonBeforeThatCharacter()
    {
        var whole = Encoding.UTF8.GetBytes("""{"type":"😀""");

        foreach (var length in Enumerable.Range(1, 3))
        {
            var error = Refuse(whole[..^length]);
            Assert.Equal(new FrameErrorDetails { Line = 1, Column = 10 }, error.Details);
        }
    }

    [Fact]
    public void TryParse_NestedVeryDeeply_IsInvalidJsonAtTheFirstLevelTooMany()
    {
        var error = Refuse(new string('[', 100_000) + new string(']', 100_000));

        Assert.Same(ErrorCodes.InvalidJson, error.Code);
        Assert.Equal(new FrameErrorDetails { Line = 1, Column = 65 }, error.Details);
        Assert.Contains("64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_DeepFlatMemberBesideAPayload_IsIgnored()
    {
        var deep = new string('[', 63) + new string(']', 63);

        Assert.Equal("{}", Text(Parse("{\"type\":\"a\",\"x\":" + deep + ",\"payload\":{}}").Payload));
    }

    [Theory]
    [InlineData("{\"type\":\"a\",}")]
    [InlineData("{\"type\":5}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"type\":\"a\",\"id\":5}")]
    [InlineData("{\"type\":\"a\",\"payload\":5}")]
    [InlineData("{\"type\":\"error\"}")]
    public void TryParse_WrongInput_TellsNothingOfTheServersCode(string text)
    {
        var message = Refuse(text).Message;

        foreach (var word in (string[])["System", "JsonDocument", "Reader", "Exception", "Byte", "LineNumber", "Utf8", "Netra"])
        {
            Assert.DoesNotContain(word, message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void TryParse_FrameWithPayload_AllocatesItsStringsOnly()
    {
        var input = """{"type":"chat_message","id":"message-1","payload":{"content":"hello","more":[1,2,{"x":null}]}}"""u8.ToArray();
        Assert.True(ClientFrameParser.TryParse(input, out _, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var parsed = ClientFrameParser.TryParse(input, out var frame, out _);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(parsed);
        Assert.InRange(allocated, 1, SizeOf(frame.Type) + SizeOf(frame.Id!));
    }

    /// <summary>An object header, a method table, the length, the characters and a zero, in units of 8 bytes.</summary>
    private static long SizeOf(string text) => (22 + (2 * text.Length) + 7) / 8 * 8;
}
