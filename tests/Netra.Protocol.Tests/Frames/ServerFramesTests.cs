using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>What the vectors of <c>server-frames.json</c> can't express.</summary>
public sealed class ServerFramesTests
{
    [Fact]
    public void Durable_AfterALargeFrame_IsNotMixedUpWithIt()
    {
        var large = JsonSerializer.SerializeToUtf8Bytes(new { text = new string('x', 1_000_000) });

        var first = ServerFrames.Durable("a", "1", 1, 0, large);
        var second = ServerFrames.Durable("a", "2", 2, 0, "{}"u8);

        Assert.Equal(large.Length + """{"type":"a","id":"1","seq":1,"timestamp":0,"payload":}"""u8.Length, first.Length);
        Assert.Equal("""{"type":"a","id":"2","seq":2,"timestamp":0,"payload":{}}"""u8, second);
    }

    [Fact]
    public void Durable_TwoFrames_HaveArraysOfTheirOwn()
    {
        var first = ServerFrames.Durable("a", "1", 1, 0, "{}"u8);
        var copy = first.ToArray();

        var second = ServerFrames.Durable("b", "2", 2, 0, "{}"u8);

        Assert.Equal(copy, first);
        Assert.NotSame(first, second);
    }

    [Fact]
    public async Task Durable_OnManyThreads_GivesEachItsOwnFrame()
    {
        var frames = await Task.WhenAll(Enumerable.Range(1, 200).Select(seq => Task.Run(() => ServerFrames.Durable("a", "i", seq, 0, "{}"u8))));

        for (var i = 0; i < frames.Length; i++)
        {
            using var document = JsonDocument.Parse(frames[i]);
            Assert.Equal(i + 1, document.RootElement.GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public void Error_WithRef_CarriesItAsItsIdToo()
    {
        using var document = JsonDocument.Parse(ServerFrames.Error(new FrameError(ErrorCodes.RateLimited, "m") { Ref = "r" }, 1));

        Assert.Equal("r", document.RootElement.GetProperty("id").GetString());
        Assert.Equal("r", document.RootElement.GetProperty("payload").GetProperty("ref").GetString());
        Assert.Equal("rate_limited", document.RootElement.GetProperty("payload").GetProperty("code").GetString());
    }

    [Fact]
    public void WireName_ReasonThatIsNone_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((ResetReason)99).WireName());

    [Theory]
    [InlineData("""{"type":"error","payload":{"timestamp":5}}""")]
    [InlineData("{}")]
    public void Expedited_FrameWithoutATimestamp_Throws(string frame) =>
        Assert.Throws<ArgumentException>(() => ServerFrames.Expedited(System.Text.Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void Expedited_Frame_LeavesTheFrameItselfAlone()
    {
        var frame = ServerFrames.Durable("a", "1", 1, 5, "{}"u8);
        var copy = frame.ToArray();

        var expedited = ServerFrames.Expedited(frame);

        Assert.Equal(copy, frame);
        Assert.Equal("""{"type":"a","id":"1","seq":1,"timestamp":5,"expedited":true,"payload":{}}"""u8, expedited);
    }

    [Fact]
    public void StateUpdatedPayload_LargeChange_GoesOutAsItIs()
    {
        var change = "{\"a\": \"" + new string('é', 200_000) + "\" }";

        var payload = ServerFrames.StateUpdatedPayload(long.MaxValue, StateChangeKind.Patch, System.Text.Encoding.UTF8.GetBytes(change));

        Assert.Equal($$"""{"version":9223372036854775807,"patch":{{change}}}""", FrameText.Text(payload));
    }

    [Fact]
    public void WireName_KindOrReasonOfNone_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((StateChangeKind)0).WireName());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((SkipReason)0).WireName());
    }
}
