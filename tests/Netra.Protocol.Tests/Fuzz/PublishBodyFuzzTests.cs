using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>Bodies of calls, made of the corpus and at random. A failure names the seed that replays it.</summary>
public sealed class PublishBodyFuzzTests
{
    private static readonly string[] Codes =
    [
        "invalid_json", "not_an_object", "empty_message", "missing_type", "invalid_type", "reserved_type", "invalid_id", "invalid_payload", "bad_request",
    ];

    [Fact]
    public void TryParseForUser_AnyBytes_IsABodyOrAnErrorOfTheCatalogue() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!PublishBodyParser.TryParseForUser(utf8, out var body, out var error))
        {
            FuzzAssert.IsIn(Codes, error, utf8);
            return;
        }

        Assert.True(JsonOracle.IsValid(utf8, maxDepth: int.MaxValue));
        Assert.InRange(body.Items.Count, 1, 1_000);
        Assert.All(body.Items, item => AssertInOrder(item, namesUser: false));
    });

    [Fact]
    public void TryParseForUser_BodyWrittenAgain_IsTheSameBody() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!PublishBodyParser.TryParseForUser(utf8, out var body, out _)) return;
        var written = Encoding.UTF8.GetBytes($$"""{"messages":[{{string.Join(',', body.Items.Select(Written))}}]}""");

        Assert.True(PublishBodyParser.TryParseForUser(written, out var again, out var error), error?.Message);
        Assert.Equal(body.Items.Count, again.Items.Count);
        foreach (var (item, copy) in body.Items.Zip(again.Items))
        {
            Assert.Equal(item with { Payload = default }, copy with { Payload = default });
            Assert.True(item.Payload.Span.SequenceEqual(copy.Payload.Span));
        }
    });

    [Fact]
    public void TryParseForUser_RandomText_ReadsTheFrameThatTheSocketWould() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!PublishBodyParser.TryParseForUser(utf8, out var body, out _) || body.IsBatch) return;
        if (!ClientFrameParser.TryParse(utf8, out var frame, out _)) return;

        var item = Assert.Single(body.Items);
        Assert.Equal(frame.Type, item.Type);
        Assert.Equal(frame.Id, item.Id);
    });

    [Fact]
    public void TryParseAcrossUsers_AnyBytes_HasAnAnswerForEachMessage() => FuzzInputs.Frames.Check(utf8 =>
    {
        if (!PublishBodyParser.TryParseAcrossUsers(utf8, out var entries, out var error))
        {
            FuzzAssert.IsIn(Codes, error, utf8);
            return;
        }

        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        Assert.Equal(JsonOracle.Last(document.RootElement, "messages")!.Value.GetArrayLength(), entries.Count);
        foreach (var entry in entries)
        {
            Assert.True(entry.Item is null != entry.Error is null);
            if (entry.Error is { } refused) FuzzAssert.IsIn(Codes, refused, utf8);
            else AssertInOrder(entry.Item!.Value, namesUser: true);
        }
    });

    [Fact]
    public void TryRead_AnyBytes_IsAChangeOfTheStateWhereTheOracleSaysSo() => FuzzInputs.Frames.Check(utf8 =>
    {
        foreach (var kind in Enum.GetValues<StateChangeKind>())
        {
            var read = StateChangeBody.TryRead(utf8, kind, out var json, out var error);

            if (error is not null) FuzzAssert.IsIn(["invalid_json", "empty_message", "invalid_patch"], error, utf8);
            var begin = kind == StateChangeKind.Ops ? '[' : '{';
            var isChange = JsonOracle.IsValid(utf8, maxDepth: 62) && Encoding.UTF8.GetString(utf8).TrimStart()[0] == begin;
            Assert.Equal(isChange, read);
            if (read) Assert.True(JsonOracle.IsValid(json.ToArray()) && json.Span[0] == begin);
        }
    });

    private static void AssertInOrder(PublishItem item, bool namesUser)
    {
        Assert.Equal(namesUser, item.User is not null);
        Assert.InRange(item.Type.Length, 1, 64);
        if (item.Id is { } id) Assert.InRange(id.Length, 1, 128);
        Assert.True(item.TtlMs is null or (>= 1 and <= PublishItem.MaxTtlMs));
        Assert.True(Enum.IsDefined(item.Priority));
        Assert.True(JsonOracle.IsValid(item.Payload.ToArray(), maxDepth: 63) && item.Payload.Span[0] == '{');
        // It goes into a frame as it is.
        var frame = ServerFrames.Durable(item.Type, item.Id ?? "i", 1, 2, item.Payload.Span);
        Assert.True(JsonOracle.IsValid(frame), "The frame that it makes is none.");
    }

    private static string Written(PublishItem item)
    {
        var members = new List<string> { $"\"type\":{JsonSerializer.Serialize(item.Type)}", $"\"id\":{JsonSerializer.Serialize(item.Id)}" };
        members.Add($"\"priority\":\"{item.Priority.WireName()}\"");
        members.Add(item.IsDurable ? "\"durable\":true" : "\"durable\":false");
        if (item.TtlMs is { } ttlMs) members.Add(string.Create(CultureInfo.InvariantCulture, $"\"ttl_ms\":{ttlMs}"));
        members.Add($"\"payload\":{FrameText.Text(item.Payload)}");
        return $"{{{string.Join(',', members)}}}";
    }
}
