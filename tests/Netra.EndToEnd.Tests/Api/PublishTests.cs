using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>The publishing calls of the server API (protocol section 7).</summary>
public sealed class PublishTests(SharedHost shared) : SharedHostTests(shared)
{
    private static readonly string Long = new('x', 65);
    private static readonly string LongId = new('i', 129);

    /// <summary>The body, the status, the code, and what the details say.</summary>
    public static TheoryData<string, int, string, string?> BadBodies => new()
    {
        { "", 400, "empty_message", null },
        { "{", 400, "invalid_json", """{"line":1,"column":2}""" },
        { "[]", 400, "not_an_object", null },
        { "{}", 400, "missing_type", """{"field":"type"}""" },
        { """{"type":7}""", 400, "invalid_type", """{"field":"type"}""" },
        { $$"""{"type":"{{Long}}"}""", 400, "invalid_type", """{"field":"type"}""" },
        { """{"type":"ping"}""", 400, "reserved_type", """{"field":"type"}""" },
        { """{"type":"note","payload":[1]}""", 400, "invalid_payload", """{"field":"payload"}""" },
        { $$"""{"type":"note","id":"{{LongId}}"}""", 400, "invalid_id", """{"field":"id"}""" },
        { """{"type":"note","priority":"urgent"}""", 400, "bad_request", """{"field":"priority"}""" },
        { """{"type":"note","ttl_ms":0}""", 400, "bad_request", """{"field":"ttl_ms"}""" },
        { """{"type":"note","durable":"yes"}""", 400, "bad_request", """{"field":"durable"}""" },
        { """{"messages":[]}""", 400, "bad_request", """{"field":"messages"}""" },
        { """{"messages":{}}""", 400, "bad_request", """{"field":"messages"}""" },
        { """{"messages":[{"type":"note"},7]}""", 400, "not_an_object", """{"index":1}""" },
        { """{"messages":[{"type":"note"},{"type":"note"},{"type":"error"}]}""", 400, "reserved_type", """{"field":"type","index":2}""" },
    };

    private string Messages => $"/api/v1/users/{User}/messages";

    [Fact]
    public async Task Publish_OneMessage_AnswersItsIdAndSeqAndIsDelivered()
    {
        await using var socket = await Host.ConnectAsync(User);
        await socket.ReceiveAsync("state_snapshot");

        var answer = await Api.PostAsync(Messages, """{"type":"note","id":"n-1","payload":{"a":1}}""");

        Assert.Equal("""{"id":"n-1","seq":1}""", answer.AssertOk().GetRawText());
        Assert.Equal("application/json", answer.ContentType);
        var frame = await socket.NextAsync();
        Assert.Equal(("note", "n-1", 1, """{"a":1}"""), (frame.Type, frame.Id, frame.Seq, frame.PayloadText));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","payload":null""")]
    [InlineData(""","payload":{}""")]
    public async Task Publish_WithoutIdAndPayload_MakesAnIdAndAnEmptyPayload(string payload)
    {
        var answer = (await Api.PostAsync(Messages, $$"""{"type":"note"{{payload}}}""")).AssertOk();

        var stored = Assert.Single(await Api.AllMessagesAsync(User));
        Assert.Equal((stored.Id, stored.Seq, "{}"), (answer.GetProperty("id").GetString(), answer.GetProperty("seq").GetInt64(), stored.PayloadText));
        Assert.NotEmpty(stored.Id!);
    }

    [Fact]
    public async Task Publish_ABatch_AnswersEachInOrder()
    {
        var answer = await Api.PostAsync(Messages, """{"messages":[{"type":"a","id":"1"},{"type":"b","id":"2"},{"type":"a","id":"3"}]}""");

        Assert.Equal("""{"messages":[{"id":"1","seq":1},{"id":"2","seq":2},{"id":"3","seq":3}]}""", answer.AssertOk().GetRawText());
        Assert.Equal(["a", "b", "a"], (await Api.AllMessagesAsync(User)).Select(frame => frame.Type));
    }

    [Fact]
    public async Task Publish_AThousandMessages_IsAcceptedAndOneMoreIsNot()
    {
        Assert.Equal(1_000, (await Api.PublishManyAsync(User, 1_000)).Count);

        var body = $$"""{"messages":[{{string.Join(',', Enumerable.Repeat("""{"type":"note"}""", 1_001))}}]}""";
        (await Api.PostAsync(Messages, body)).AssertProblem(400, "bad_request");
        await Replay.AssertHeadAsync(1_000, Api, User);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Publish_OfABodyThatIsWrong_SaysWhatAndStoresNothing(string body, int status, string code, string? details)
    {
        var refused = await Api.PostAsync(Messages, body);

        Assert.NotEqual("", refused.AssertProblem(status, code));
        Assert.Equal(details, refused.Json.TryGetProperty("details", out var found) ? found.GetRawText() : null);
        await Replay.AssertHeadAsync(0, Api, User);
    }

    [Fact]
    public async Task Publish_AcrossUsers_AnswersEachForItself()
    {
        var other = User + "-other";
        var answer = await Api.PostAsync("/api/v1/messages", $$"""
            {"messages":[{"user_id":"{{User}}","type":"note","id":"1"},{"user_id":"{{other}}","type":"note","id":"2"},
            {"user_id":"{{User}}","type":"error"},{"type":"note"},{"user_id":"{{User}}","type":"note","id":"5"}]}
            """);

        var answers = answer.AssertOk().GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal("""{"id":"1","seq":1}""", answers[0].GetRawText());
        Assert.Equal("""{"id":"2","seq":1}""", answers[1].GetRawText());
        Assert.Equal("reserved_type", answers[2].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("bad_request", answers[3].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("""{"id":"5","seq":2}""", answers[4].GetRawText());
        Assert.Equal(["1", "5"], (await Api.AllMessagesAsync(User)).Select(frame => frame.Id));
        Assert.Equal(["2"], (await Api.AllMessagesAsync(other)).Select(frame => frame.Id));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":"x"}""")]
    public async Task Publish_AcrossUsersWithoutMessages_Is400(string body) =>
        (await Api.PostAsync("/api/v1/messages", body)).AssertProblem(400, "bad_request");

    [Fact]
    public async Task Publish_OfAnotherMediaType_Is415()
    {
        var refused = await Api.SendAsync(HttpMethod.Post, Messages, """{"type":"note"}""", contentType: "text/plain");

        refused.AssertProblem(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=utf-8")]
    public async Task Publish_AsJsonOrWithoutAMediaType_IsAccepted(string? contentType) =>
        (await Api.SendAsync(HttpMethod.Post, Messages, """{"type":"note"}""", contentType: contentType)).AssertOk();

    [Fact]
    public async Task Publish_OfAMessageOverTheLimit_Is413()
    {
        string BodyOf(int bytes) => $$$"""{"type":"note","payload":{"x":"{{{new string('x', bytes - 8)}}}"}}""";

        (await Api.PostAsync(Messages, BodyOf(262_144))).AssertOk();
        (await Api.PostAsync(Messages, BodyOf(262_145))).AssertProblem(413, "too_large");
        (await Api.PostAsync(Messages, BodyOf(9_000_000))).AssertProblem(413, "too_large");
        await Replay.AssertHeadAsync(1, Api, User);
    }

    [Fact]
    public async Task Publish_OfALargeBodyInChunks_Is413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Api.BaseUrl + Messages);
        request.Headers.Authorization = new("Bearer", NetraApi.DevelopmentKey);
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 9_000_000))));

        (await Api.SendAsync(request)).AssertProblem(413, "too_large");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("50%")]
    [InlineData("%2F")]
    [InlineData("naïve 用户 😀")]
    [InlineData("a+b?c#d&e=f")]
    [InlineData("..")]
    public async Task User_WithAnyPrintableId_IsOneAndTheSameEverywhere(string prefix)
    {
        var user = $"{prefix}:{Guid.NewGuid():n}";
        await using var socket = await Host.ConnectAsync(user);
        await socket.ReceiveAsync("state_snapshot");

        Assert.Equal(1, await Api.PublishAsync(user, "note", "{}"));

        Assert.Equal("note", (await socket.NextAsync()).Type);
        Assert.Equal(user, (await Api.UserAsync(user)).GetProperty("user_id").GetString());
        Assert.Single(await Api.AllMessagesAsync(user));
    }
}
