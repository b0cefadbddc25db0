using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Netra.Gateway.Tests;

public sealed class DisconnectReasonTests
{
    [Theory]
    [InlineData("signed out", false, """{"reason":"signed out","reconnect":false}""")]
    [InlineData("moved", true, """{"reason":"moved","reconnect":true}""")]
    [InlineData("", true, """{"reason":"","reconnect":true}""")]
    [InlineData(null, false, """{"reason":null,"reconnect":false}""")]
    [InlineData("a\"b\\c\nd", false, """{"reason":"a\"b\\c\nd","reconnect":false}""")]
    [InlineData("žluťoučký <kůň> & 馬", false, """{"reason":"žluťoučký <kůň> & 馬","reconnect":false}""")]
    public void Write_ShortReason_Whole(string? reason, bool reconnect, string json) => Assert.Equal(json, DisconnectReason.Write(reason, reconnect));

    [Theory]
    [InlineData("x", 92)]
    [InlineData("é", 46)]
    [InlineData("馬", 30)]
    [InlineData("😀", 23)]
    [InlineData("\"", 46)]
    [InlineData("\u0001", 15)]
    [InlineData("e\u0301", 30)]
    [InlineData("👩‍👩‍👧‍👧", 3)]
    [InlineData("🇨🇿", 11)]
    public void Write_LongReason_AsManyWholeCharactersAsFit(string character, int count)
    {
        var json = DisconnectReason.Write(string.Concat(Enumerable.Repeat(character, 200)), reconnect: false);

        Assert.True(Encoding.UTF8.GetByteCount(json) <= 123);
        Assert.Equal(string.Concat(Enumerable.Repeat(character, count)), ReasonOf(json));
    }

    [Fact]
    public void Write_AnyReason_FitsAndIsAPrefixOfWholeCharacters() => Gen.String[Gen.Char['\0', '\uD7FF'], 0, 300].Sample(reason =>
    {
        var json = DisconnectReason.Write(reason, reconnect: true);

        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, DisconnectReason.MaxBytes);
        var kept = ReasonOf(json);
        Assert.StartsWith(kept, reason, StringComparison.Ordinal);
        Assert.Contains(kept.Length, StringInfo.ParseCombiningCharacters(reason).Append(reason.Length).Append(0));
    });

    private static string ReasonOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("reason").GetString()!;
    }
}
