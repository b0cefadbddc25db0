using System.Text;
using CsCheck;
using Netra.Protocol;

namespace Netra.Webhooks.Tests;

public sealed class WebhookAnswerReaderTests
{
    private const string Whole = """
        {"messages":[{"type":"a","payload":{"n":[1,{"x":null}]},"id":"x","user_id":"bob"},{"type":"b"}],"state":{"ops":[{"op":"test"}],"version":3}}
        """;

    private static readonly string[] Damages = ["\"", "\\", "\\ud800", "{", "}", "[", ",", "null", "9e999", "\u0001", "ÿ", ""];

    [Theory]
    [InlineData("x", "the answer is not valid JSON, at line 1, byte 1")]
    [InlineData("{\n\"a\":", "the answer is not valid JSON, at line 2, byte 5")]
    [InlineData("{} {}", "the answer is not valid JSON, at line 1, byte 4")]
    [InlineData("null", "the answer is not a JSON object")]
    [InlineData("[]", "the answer is not a JSON object")]
    [InlineData("\"ok\"", "the answer is not a JSON object")]
    [InlineData("""{"messages":{}}""", "messages must be an array")]
    [InlineData("""{"messages":[5]}""", "messages[0] is not a JSON object")]
    [InlineData("""{"messages":[{"type":"a"},null]}""", "messages[1] is not a JSON object")]
    [InlineData("""{"messages":[{}]}""", "messages[0].type is wrong (missing_type)")]
    [InlineData("""{"messages":[{"type":"a","payload":[]}]}""", "messages[0].payload is wrong (invalid_payload)")]
    [InlineData("""{"messages":[{"type":"a","id":""}]}""", "messages[0].id is wrong (invalid_id)")]
    [InlineData("""{"messages":[{"type":"a","ttl_ms":0}]}""", "messages[0].ttl_ms is wrong (bad_request)")]
    [InlineData("""{"messages":[{"type":"a","priority":"urgent"}]}""", "messages[0].priority is wrong (bad_request)")]
    [InlineData("""{"messages":[{"type":"a","durable":"no"}]}""", "messages[0].durable is wrong (bad_request)")]
    [InlineData("""{"messages":[{"type":"a","user_id":""}]}""", "messages[0].user_id is wrong (bad_request)")]
    [InlineData("""{"messages":[{"type":"a","user_id":7}]}""", "messages[0].user_id is wrong (bad_request)")]
    [InlineData("""{"messages":[{"messages":[{"type":"a"}]}]}""", "messages[0].type is wrong (missing_type)")]
    [InlineData("""{"state":[]}""", "state is not a JSON object")]
    [InlineData("""{"state":{}}""", "state must have one of patch, ops and updates; it has 0")]
    [InlineData("""{"state":{"version":1}}""", "state must have one of patch, ops and updates; it has 0")]
    [InlineData("""{"state":{"patch":{},"ops":[]}}""", "state must have one of patch, ops and updates; it has 2")]
    [InlineData("""{"state":{"patch":[]}}""", "state.patch must be an object")]
    [InlineData("""{"state":{"ops":{}}}""", "state.ops must be an array")]
    [InlineData("""{"state":{"updates":7}}""", "state.updates must be an object")]
    [InlineData("""{"state":{"patch":{},"version":"7"}}""", "state.version must be an integer from 0")]
    [InlineData("""{"state":{"patch":{},"version":-1}}""", "state.version must be an integer from 0")]
    [InlineData("""{"state":{"patch":{},"version":1.5}}""", "state.version must be an integer from 0")]
    public void Read_WrongAnswer_SaysWhatAndWhere(string body, string expected)
    {
        var failure = Assert.Throws<WebhookFailedException>(() => Read(body));

        Assert.Equal(WebhookOutcome.InvalidAnswer, failure.Outcome);
        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"state":{"patch":{"a":1},"ops":null}}""", StateChangeKind.Patch, """{"a":1}""", null)]
    [InlineData("""{"state":{"ops":[{"op":"remove","path":"/a"}],"version":0}}""", StateChangeKind.Ops, """[{"op":"remove","path":"/a"}]""", 0L)]
    [InlineData("""{"state":{"updates":{"a.b":1},"version":null}}""", StateChangeKind.Updates, """{"a.b":1}""", null)]
    public void Read_ChangeOfTheState_IsRead(string body, StateChangeKind kind, string json, long? version)
    {
        var change = Read(body).State!;

        Assert.Equal((kind, json, version), (change.Kind, Encoding.UTF8.GetString(change.Json.Span), change.ExpectedVersion));
    }

    [Fact]
    public void Read_MessagesForAnyUser_KeepTheirOrder()
    {
        var answer = Read("""{"messages":[{"type":"a","user_id":"bob"},{"type":"b","user_id":null},{"type":"c","user_id":"carol"},{"type":"d"}]}""");

        Assert.Equal(["a bob", "b ", "c carol", "d "], answer.Messages.Select(item => $"{item.Type} {item.User?.Value}"));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Read_ManyMessages_AreAtMost1000(int count, bool isRead)
    {
        var body = $$"""{"messages":[{{string.Join(',', Enumerable.Repeat("""{"type":"a"}""", count))}}]}""";

        if (isRead) Assert.Equal(count, Read(body).Messages.Count);
        else Assert.StartsWith("messages must be at most 1000", Assert.Throws<WebhookFailedException>(() => Read(body)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Read_PayloadNested_IsAtMost64LevelsInItsFrame(int depth, bool isRead)
    {
        var payload = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        var body = $$"""{"messages":[{"type":"a","payload":{{payload}}}]}""";

        if (isRead) Assert.Single(Read(body).Messages);
        else Assert.StartsWith("messages[0] is wrong (invalid_json)", Assert.Throws<WebhookFailedException>(() => Read(body)).Message, StringComparison.Ordinal);
    }

    /// <summary>Whatever an endpoint answers is either read or named as wrong.</summary>
    [Fact]
    public void Read_DamagedAnswer_IsReadOrNamed()
    {
        var damage = Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, Damages.Length - 1]);
        damage.Array[1, 6].Sample(cuts =>
        {
            var text = cuts.Aggregate(Whole, (body, cut) => Damage(body, cut.Item1, Damages[cut.Item2]));
            try
            {
                return Read(text).Messages.Count <= 2;
            }
            catch (WebhookFailedException failure)
            {
                return failure.Outcome == WebhookOutcome.InvalidAnswer;
            }
        });
    }

    private static string Damage(string body, int at, string by) => at < body.Length ? body[..at] + by + body[(at + 1)..] : body;

    private static WebhookAnswer Read(string body) => WebhookAnswerReader.Read(Encoding.UTF8.GetBytes(body));
}
