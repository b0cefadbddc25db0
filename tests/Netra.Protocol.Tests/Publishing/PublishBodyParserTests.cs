using System.Runtime.InteropServices;
using System.Text;

namespace Netra.Protocol.Tests;

/// <summary>What the vectors of <c>publish-bodies.json</c> can't express.</summary>
public sealed class PublishBodyParserTests
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void TryParseForUser_BatchOfSize_IsTakenUpTo1000(int count, bool taken)
    {
        var body = Batch(Enumerable.Repeat("""{"type":"a"}""", count));

        Assert.Equal(taken, PublishBodyParser.TryParseForUser(body, out var parsed, out var error));

        Assert.Equal(taken ? count : null, parsed?.Items.Count);
        Assert.Equal(taken ? null : ErrorCodes.BadRequest, error?.Code);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void TryParseAcrossUsers_BatchOfSize_IsTakenUpTo1000(int count, bool taken)
    {
        var body = Batch(Enumerable.Repeat("""{"user_id":"u","type":"a"}""", count));

        Assert.Equal(taken, PublishBodyParser.TryParseAcrossUsers(body, out var entries, out var error));

        Assert.Equal(taken ? count : null, entries?.Count);
        Assert.Equal(taken ? null : ErrorCodes.BadRequest, error?.Code);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    public void TryParseForUser_NestedPayload_IsTakenWhileItsFrameIs64Deep(int depthOfMember, bool taken)
    {
        var message = Message(depthOfMember);

        var single = PublishBodyParser.TryParseForUser(Encoding.UTF8.GetBytes(message), out var body, out var error);
        var batch = PublishBodyParser.TryParseForUser(Batch([message]), out _, out var batchError);

        Assert.Equal(taken, single);
        Assert.Equal(taken, batch);
        Assert.Equal(taken ? null : ErrorCodes.InvalidJson, error?.Code);
        Assert.Equal(taken ? null : ErrorCodes.InvalidJson, batchError?.Code);
        if (body is not null) AssertDurableFrameParses(body.Items[0]);
    }

    [Fact]
    public void TryParseForUser_TooDeepPayloadInABatch_IsPlacedInTheBody()
    {
        var body = Encoding.UTF8.GetBytes("{\"messages\":[\n{\"type\":\"a\"},\n " + Message(100) + "]}");

        Assert.False(PublishBodyParser.TryParseForUser(body, out _, out var error));

        Assert.Equal(new FrameErrorDetails { Line = 3, Column = 24, Index = 1 }, error.Details);
    }

    [Fact]
    public void TryParseAcrossUsers_TooDeepPayload_FailsItsOwnMessage()
    {
        var deep = Message(200).Replace("{\"type\"", "{\"user_id\":\"u\",\"type\"", StringComparison.Ordinal);

        Assert.True(PublishBodyParser.TryParseAcrossUsers(Batch([deep, """{"user_id":"u","type":"b"}"""]), out var entries, out _));

        Assert.Same(ErrorCodes.InvalidJson, entries[0].Error?.Code);
        Assert.Equal("b", entries[1].Item?.Type);
    }

    [Fact]
    public void TryParseForUser_Payload_IsASliceOfTheBody()
    {
        var body = """{"messages":[ {"type":"a","payload":{"x":1}}]}"""u8.ToArray();

        Assert.True(PublishBodyParser.TryParseForUser(body, out var parsed, out _));

        Assert.True(MemoryMarshal.TryGetArray(parsed.Items[0].Payload, out var segment));
        Assert.Same(body, segment.Array);
        Assert.Equal("""{"x":1}""", FrameText.Text(parsed.Items[0].Payload));
    }

    [Fact]
    public void TryParseForUser_BodyThatIsNotUtf8_IsInvalidJson()
    {
        byte[] body = [.. "{\"type\":\""u8, 0xFF, .. "\"}"u8];

        Assert.False(PublishBodyParser.TryParseForUser(body, out _, out var error));

        Assert.Same(ErrorCodes.InvalidJson, error.Code);
        Assert.Equal(10, error.Details?.Column);
    }

    [Fact]
    public void TryParseForUser_TtlBeyondTheLargest_SaysTheLargest()
    {
        Assert.False(PublishBodyParser.TryParseForUser("""{"type":"a","ttl_ms":315360000001}"""u8.ToArray(), out _, out var error));

        Assert.Contains("315360000000", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Batch(IEnumerable<string> messages) => Encoding.UTF8.GetBytes($$"""{"messages":[{{string.Join(',', messages)}}]}""");

    private static string Message(int depthOfMember) =>
        "{\"type\":\"a\",\"payload\":{\"x\":" + new string('[', depthOfMember) + new string(']', depthOfMember) + "}}";

    private static void AssertDurableFrameParses(PublishItem item)
    {
        var frame = ServerFrames.Durable(item.Type, "i", 1, 0, item.Payload.Span);

        Assert.True(ClientFrameParser.TryParse(frame, out _, out _));
    }
}
