using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>Frames made of the corpus and at random, against the framework's parser as the oracle. A failure names the seed that replays it.</summary>
public sealed class ClientFrameFuzzTests
{
    private static readonly string[] Codes =
    [
        "invalid_json", "not_an_object", "empty_message", "missing_type", "invalid_type", "reserved_type", "invalid_id", "invalid_payload",
    ];

    [Fact]
    public void TryParse_AnyBytes_IsAFrameOrAnErrorOfTheCatalogueInsideTheText() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (ClientFrameParser.TryParse(utf8, out _, out var error)) return;
        FuzzAssert.IsIn(Codes, error, utf8);
    });

    [Fact]
    public void TryParse_RandomText_SaysInvalidJsonWhereTheOracleDoes() => FuzzInputs.Frames.Check(utf8 =>
    {
        _ = ClientFrameParser.TryParse(utf8, out _, out var error);
        var saysInvalid = error?.Code == ErrorCodes.InvalidJson || error?.Code == ErrorCodes.EmptyMessage;

        if (JsonOracle.IsValid(utf8)) Assert.True(!saysInvalid || IsDeepFlat(utf8), error?.Message);
        else Assert.True(saysInvalid);
    });

    [Fact]
    public void TryParse_RandomText_PlacesTheFaultWhereTheTextCannotGoOn() => FuzzInputs.Frames.Check(utf8 =>
    {
        _ = ClientFrameParser.TryParse(utf8, out _, out var error);
        if (error?.Details?.Column is null || !System.Text.Unicode.Utf8.IsValid(utf8) || JsonOracle.CanGoOn(utf8)) return;

        var offset = OffsetOf(utf8, error.Details);
        Assert.True(JsonOracle.CanGoOn(utf8.AsSpan(0, offset)), "What stands before the fault is no beginning of JSON.");
        if (error.Message.Contains("not valid JSON", StringComparison.Ordinal))
        {
            Assert.False(JsonOracle.CanGoOn(utf8.AsSpan(0, EndOfCharacter(utf8, offset))), "The fault is further on.");
        }
    });

    [Fact]
    public void TryParse_RandomFrame_HasTheMembersThatTheOracleReads() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!ClientFrameParser.TryParse(utf8, out var frame, out _)) return;
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;

        Assert.Equal(JsonOracle.Last(root, "type")?.GetString(), frame.Type);
        Assert.Equal(JsonOracle.Last(root, "id")?.GetString(), frame.Id);
        using var payload = JsonDocument.Parse(frame.Payload);
        if (JsonOracle.Last(root, "payload") is { } expected) Assert.Equal(expected.GetRawText(), payload.RootElement.GetRawText());
        else Assert.Equal(JsonOracle.FlatMembers(root), payload.RootElement.EnumerateObject().Select(member => member.ToString()));
    });

    [Fact]
    public void TryParse_RandomFrameWrittenAgain_IsTheSameFrame() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!ClientFrameParser.TryParse(utf8, out var frame, out _) || frame.Kind != ClientFrameKind.Application) return;

        var written = ServerFrames.Durable(frame.Type, frame.Id ?? "i", 1, 2, frame.Payload.Span);

        Assert.True(ClientFrameParser.TryParse(written, out var again, out var error), error?.Message);
        Assert.Equal(frame.Type, again.Type);
        Assert.Equal(frame.Id ?? "i", again.Id);
        Assert.True(frame.Payload.Span.SequenceEqual(again.Payload.Span));
    });

    [Fact]
    public void TryParse_RandomBytes_AreNoFrame()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);

            Assert.False(ClientFrameParser.TryParse(bytes, out _, out var error));
            Assert.False(PublishBodyParser.TryParseForUser(bytes, out _, out var bodyError));
            Assert.Equal(error, bodyError);
        }
    }

    [Fact]
    public void Next_ManyTexts_AreOfEveryOutcome()
    {
        var outcomes = new HashSet<string>();
        FuzzInputs.Frames.Check(utf8 => outcomes.Add(ClientFrameParser.TryParse(utf8, out var frame, out var error) ? frame.Kind.ToString() : error.Code.Name));

        Assert.Superset(
            new HashSet<string>
            {
                "Application", "Ping", "invalid_json", "not_an_object", "empty_message", "missing_type", "invalid_type", "reserved_type",
                "invalid_id", "invalid_payload",
            },
            outcomes);
    }

    /// <summary>The one case in which the codec is stricter: a flat payload that would be too deep in a frame of its own.</summary>
    private static bool IsDeepFlat(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || JsonOracle.Last(root, "payload") is not null) return false;
        return !JsonOracle.IsValid(Encoding.UTF8.GetBytes("[" + root.GetRawText() + "]"));
    }

    private static int OffsetOf(byte[] utf8, FrameErrorDetails details)
    {
        var lines = Encoding.UTF8.GetString(utf8).Split('\n');
        Assert.InRange(details.Line!.Value, 1, lines.Length);
        var before = string.Concat(lines.Take(details.Line.Value - 1).Select(line => line + "\n"));
        return Encoding.UTF8.GetByteCount(before + lines[details.Line.Value - 1][..(details.Column!.Value - 1)]);
    }

    private static int EndOfCharacter(byte[] utf8, int offset)
    {
        var end = Math.Min(offset + 1, utf8.Length);
        while (end < utf8.Length && (utf8[end] & 0xC0) == 0x80) end++;
        return end;
    }
}
