using System.Text.Json;

namespace Netra.Client.Publishing.Tests;

public sealed class NetraJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":01}")]
    public void Parse_NoJson_Throws(string text) => Assert.ThrowsAny<JsonException>(() => NetraJson.Parse(text));

    [Fact]
    public void Parse_NoUtf8InAString_Throws() => Assert.Throws<JsonException>(() => NetraJson.Parse("""{"a":"caf"""u8.ToArray().Concat(new byte[] { 0xE9, (byte)'"', (byte)'}' }).ToArray()));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Parse_Depth_IsThatOfAPayload(int levels, bool isTaken)
    {
        var text = new string('[', levels) + new string(']', levels);

        if (isTaken) Assert.Equal(text, NetraJson.Parse(text).ToString());
        else Assert.ThrowsAny<JsonException>(() => NetraJson.Parse(text));
    }

    [Fact]
    public void From_Element_KeepsItAsItWas()
    {
        using var document = JsonDocument.Parse("""{"n": 1.0}""");

        Assert.Equal("""{"n": 1.0}""", NetraJson.From(document.RootElement).ToString());
    }
}
