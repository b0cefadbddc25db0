using System.Text;
using Microsoft.AspNetCore.Http;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Webhooks.Tests;

/// <summary>What becomes of answers, over the wire.</summary>
public sealed class WebhookAnswerTests
{
    private const int MaxAnswerBytes = 2048;

    [Fact]
    public async Task HandleAsync_Answer_HasItsEffects()
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync("""
            {"messages":[{"type":"a","payload":{"n":1},"id":"x"},{"type":"b","user_id":"bob"},{"type":"c","user_id":"alice"}],
             "state":{"patch":{"orders":1},"version":7}}
            """);
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var context = new RecordingContext();

        await webhooks.HandleAsync(context).InTime();

        Assert.Equal(["a x {\"n\":1}", "c  {}"], context.Published.Select(one => $"{one.Type} {one.Id} {Text(one.Payload)}"));
        Assert.Equal(("bob", "b"), Assert.Single(context.PublishedToOthers) is var (user, message) ? (user.Value, message.Type) : default);
        var change = Assert.Single(context.Changes);
        Assert.Equal((StateChangeKind.Patch, "{\"orders\":1}", 7), (change.Kind, Text(change.Json), change.ExpectedVersion));
    }

    [Fact]
    public async Task HandleAsync_WaysOfDelivery_AreHandedOn()
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync("""
            {"messages":[{"type":"a","priority":"high","ttl_ms":5},{"type":"b","durable":false},{"type":"c"}]}
            """);
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var context = new RecordingContext();

        await webhooks.HandleAsync(context).InTime();

        Assert.Equal(
            [(MessagePriority.High, 5L, true), (MessagePriority.Normal, null, false), (MessagePriority.Normal, (long?)null, true)],
            context.Published.Select(one => (one.Priority, one.TtlMs, one.IsDurable)));
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, " \n")]
    [InlineData(201, "{}")]
    [InlineData(202, """{"messages":[],"state":null,"unknown":1}""")]
    [InlineData(204, "")]
    public async Task HandleAsync_AnswerThatAsksForNothing_HasNoEffect(int status, string body)
    {
        await using var endpoint = await TestEndpoint.StartAsync((http, _) =>
        {
            http.Response.StatusCode = status;
            return body.Length == 0 ? Task.CompletedTask : http.Response.WriteAsync(body);
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var context = new RecordingContext();

        await webhooks.HandleAsync(context).InTime();

        Assert.Empty(context.Published);
        Assert.Empty(context.PublishedToOthers);
        Assert.Empty(context.Changes);
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task HandleAsync_AnswerOfWhichOnePartIsWrong_HasNoEffectAndIsNamedInTheLog()
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync("""{"messages":[{"type":"a"},{"type":"ack"}],"state":{"patch":{}}}""");
        await using var webhooks = TestWebhooks.To(endpoint.Url);
        var context = new RecordingContext();

        var failure = await webhooks.FailAsync(context);

        Assert.Equal(WebhookOutcome.InvalidAnswer, failure.Outcome);
        Assert.Contains("messages[1].type is wrong (reserved_type)", webhooks.Log.Single(6002), StringComparison.Ordinal);
        Assert.Empty(context.Published);
        Assert.Empty(context.Changes);
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HandleAsync_AnswerOverTheLimit_IsAFailureThatIsNotRetried(bool saysItsLength)
    {
        await using var endpoint = await TestEndpoint.StartAsync((http, _) => AnswerAsync(http, MaxAnswerBytes + 1, saysItsLength));
        await using var webhooks = TestWebhooks.To(endpoint.Url, $"MaxAnswerBytes={MaxAnswerBytes}");

        var failure = await webhooks.FailAsync();

        Assert.Equal(WebhookOutcome.InvalidAnswer, failure.Outcome);
        Assert.Contains("more than the 2048 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HandleAsync_AnswerAtTheLimit_IsRead(bool saysItsLength)
    {
        await using var endpoint = await TestEndpoint.StartAsync((http, _) => AnswerAsync(http, MaxAnswerBytes, saysItsLength));
        await using var webhooks = TestWebhooks.To(endpoint.Url, $"MaxAnswerBytes={MaxAnswerBytes}");
        var context = new RecordingContext();

        await webhooks.HandleAsync(context).InTime();

        Assert.Single(context.Published);
    }

    [Fact]
    public async Task HandleAsync_EndlessAnswer_IsCutOff()
    {
        await using var endpoint = await TestEndpoint.StartAsync(async (http, _) =>
        {
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.WriteAsync(new string(' ', 4096), http.RequestAborted);
        });
        await using var webhooks = TestWebhooks.To(endpoint.Url, $"MaxAnswerBytes={MaxAnswerBytes}");

        Assert.Equal(WebhookOutcome.InvalidAnswer, (await webhooks.FailAsync()).Outcome);
    }

    [Theory]
    [InlineData("""{"message":"No such item.","field":"item"}""", "item")]
    [InlineData("""{"message":"No such item.","field":null,"more":[]}""", null)]
    [InlineData("""{"message":"No such item."}""", null)]
    public async Task HandleAsync_422_RejectsTheMessage(string body, string? field)
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync(body, 422);
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var rejection = await Assert.ThrowsAsync<MessageRejectedException>(() => webhooks.HandleAsync().InTime());

        Assert.Equal((ErrorCodes.InvalidPayload, "No such item.", field), (rejection.Error.Code, rejection.Error.Message, rejection.Error.Details?.Field));
        Assert.Single(endpoint.Requests);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("""{"detail":[{"loc":["body"]}]}""", "message is missing in the answer 422")]
    [InlineData("""{"message":""}""", "message in the answer 422 must be a string of 1 to 1000 characters")]
    [InlineData("""{"message":5}""", "message in the answer 422 must be a string of 1 to 1000 characters")]
    [InlineData("""{"message":"\ud800"}""", "not well-formed Unicode")]
    [InlineData("""{"message":"x","field":7}""", "field in the answer 422 must be a string of 1 to 256 characters")]
    public async Task HandleAsync_422ThatIsNotAsSpecified_IsAFailure(string body, string expected)
    {
        await using var endpoint = await TestEndpoint.WithBodyAsync(body, 422);
        await using var webhooks = TestWebhooks.To(endpoint.Url);

        var failure = await webhooks.FailAsync();

        Assert.Equal(WebhookOutcome.InvalidAnswer, failure.Outcome);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    private static Task AnswerAsync(HttpContext http, int length, bool saysItsLength)
    {
        var body = """{"messages":[{"type":"a"}]}""".PadRight(length);
        if (saysItsLength) http.Response.ContentLength = length;
        return http.Response.WriteAsync(body);
    }

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
