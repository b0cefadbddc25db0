using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class PublishApiTests : ApiTests
{
    private const string Messages = "POST " + Alice + "/messages";
    private const string Across = "POST /api/v1/messages";

    private static readonly FrameError Full = new(ErrorCodes.QueueFull, "The user's messages have reached a limit.");

    [Fact]
    public async Task Publish_HowItIsToBeDelivered_ReachesTheUser()
    {
        await Api.CallAsync(Messages, """{"messages":[{"type":"a","priority":"critical","ttl_ms":5000,"durable":false,"id":"e"},{"type":"b"}]}""");

        var messages = Assert.Single(User.Publishes).Messages;
        Assert.Equal((MessagePriority.Critical, 5_000, false), (messages[0].Priority, messages[0].TtlMs, messages[0].IsDurable));
        Assert.Equal((MessagePriority.Normal, null, true), (messages[1].Priority, messages[1].TtlMs, messages[1].IsDurable));
    }

    [Fact]
    public async Task Publish_SameIdAgain_SaysDuplicateAndOnlyThen()
    {
        (await Api.CallAsync(Messages, """{"type":"a","id":"1"}""")).AssertOk("""{"id":"1","seq":1}""");

        (await Api.CallAsync(Messages, """{"type":"a","id":"1"}""")).AssertOk("""{"id":"1","seq":1,"duplicate":true}""");
        (await Api.CallAsync(Messages, """{"messages":[{"type":"a","id":"1"},{"type":"a","id":"2"}]}"""))
            .AssertOk("""{"messages":[{"id":"1","seq":1,"duplicate":true},{"id":"2","seq":2}]}""");
    }

    [Fact]
    public async Task Publish_BesideTheLog_SeqIsNullAndSaid()
    {
        (await Api.CallAsync(Messages, """{"type":"a","id":"1","durable":false}""")).AssertOk("""{"id":"1","seq":null}""");
        (await Api.CallAsync(Across, """{"messages":[{"user_id":"alice","type":"a","id":"2","durable":false}]}"""))
            .AssertOk("""{"messages":[{"id":"2","seq":null}]}""");
    }

    [Theory]
    [InlineData("""{"type":"a"}""")]
    [InlineData("""{"messages":[{"type":"a"},{"type":"b"}]}""")]
    public async Task Publish_QueueFull_429WithRetryAfter(string body)
    {
        User.PublishRefusal = Full;

        var reply = await Api.CallAsync(Messages, body);

        reply.AssertProblem(429, "queue_full");
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Publish_RefusalWithADelay_RetryAfterIsThatRoundedUp()
    {
        User.PublishRefusal = Full with { RetryAfterMs = 2_001 };

        Assert.Equal("3", (await Api.CallAsync(Messages, """{"type":"a"}""")).Header("Retry-After"));
    }

    [Fact]
    public async Task PublishAcross_OneUserRefuses_OthersAreServed()
    {
        Api.Users.Add(new FakeUser { Name = "bob", PublishRefusal = Full });

        var reply = await Api.CallAsync(
            Across,
            """{"messages":[{"user_id":"bob","type":"a"},{"user_id":"alice","type":"a","id":"1"},{"user_id":"bob","type":"b"},{"user_id":"alice","type":"a","id":"1"},{"user_id":"alice","type":"a","ttl_ms":0}]}""");

        const string Refused = """{"error":{"code":"queue_full","message":"The user's messages have reached a limit."}}""";
        reply.AssertOk(
            "{\"messages\":[" + Refused + ",{\"id\":\"1\",\"seq\":1}," + Refused + ",{\"id\":\"1\",\"seq\":1,\"duplicate\":true},"
            + "{\"error\":{\"code\":\"bad_request\",\"message\":\"The 'ttl_ms' must be an integer from 1 to 315360000000, or absent for a message without an end.\"}}]}");
    }

    [Fact]
    public async Task PublishAcross_OneUserUnavailable_SaysSoForItsMessages()
    {
        Api.Users.Add(new UnavailableUser(FakeUser.Publish) { Name = "bob" });

        var reply = await Api.CallAsync(Across, """{"messages":[{"user_id":"bob","type":"a"},{"user_id":"alice","type":"a","id":"1"}]}""");

        reply.AssertOk("""{"messages":[{"error":{"code":"unavailable","message":"The log can't be reached."}},{"id":"1","seq":1}]}""");
    }

    [Fact]
    public async Task Publish_UserUnavailable_503WithRetryAfter()
    {
        Use(new UnavailableUser(FakeUser.Publish));

        var reply = await Api.CallAsync(Messages, """{"type":"a"}""");

        reply.AssertProblem(503, "unavailable");
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Theory]
    [InlineData("""{"type":"a","priority":"urgent"}""", "priority")]
    [InlineData("""{"type":"a","ttl_ms":315360000001}""", "ttl_ms")]
    [InlineData("""{"type":"a","durable":0}""", "durable")]
    public async Task Publish_HowItIsToBeDeliveredIsWrong_SaysWhichMember(string body, string field)
    {
        var problem = (await Api.CallAsync(Messages, body)).AssertProblem(400, "bad_request");

        Assert.Equal(field, problem.GetProperty("details").GetProperty("field").GetString());
        Assert.Empty(User.Publishes);
    }
}
