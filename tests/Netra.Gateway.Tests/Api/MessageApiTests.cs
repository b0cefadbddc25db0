using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Erasing messages, and the dead letters.</summary>
public sealed class MessageApiTests : ApiTests
{
    [Fact]
    public async Task Revoke_KnownSeq_204AndTheSecondTime404()
    {
        User.Append(3);

        var reply = await Api.CallAsync($"DELETE {Alice}/messages/2");
        var again = await Api.CallAsync($"DELETE {Alice}/messages/2");

        Assert.Equal((204, ""), (reply.Status, reply.Text));
        again.AssertProblem(404, "not_found");
        (await Api.CallAsync($"DELETE {Alice}/messages/9")).AssertProblem(404, "not_found");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("one")]
    [InlineData("%20")]
    [InlineData("9223372036854775808")]
    public async Task Revoke_SeqThatCanBeNone_400AndNobodyIsAsked(string seq)
    {
        (await Api.CallAsync($"DELETE {Alice}/messages/{seq}")).AssertProblem(400, "bad_request");
        (await Api.CallAsync($"POST {Alice}/dead_letters/{seq}/retry")).AssertProblem(400, "bad_request");

        Assert.Empty(User.Calls.All);
    }

    [Fact]
    public async Task Revoke_UserUnavailable_503()
    {
        Use(new UnavailableUser(FakeUser.Revoke));

        (await Api.CallAsync($"DELETE {Alice}/messages/1")).AssertProblem(503, "unavailable");
    }

    [Theory]
    [InlineData("GET", "dead_letters", FakeUser.DeadLetters, "may be asked again")]
    [InlineData("DELETE", "messages/1", FakeUser.Revoke, "may or may not have been carried out")]
    public async Task Call_NotAnsweredInTime_503SaysWhatThatMeans(string method, string path, string call, string meaning)
    {
        var user = new StalledUser(call);
        user.Stall();
        user.TimeOut();
        Use(user);

        var reply = await Api.CallAsync($"{method} {Alice}/{path}");

        reply.AssertProblem(503, "unavailable");
        Assert.Contains(meaning, reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadDeadLetters_SeveralPages_AsTheyAre()
    {
        User.Bury(LetterOf(3, "overflow"), LetterOf(5, "handler_failed"), LetterOf(8, "expired"));

        var first = await Api.CallAsync($"GET {Alice}/dead_letters?limit=2");
        var second = await Api.CallAsync($"GET {Alice}/dead_letters?after=5");

        first.AssertOk(
            """{"dead_letters":[{"seq":3,"reason":"overflow","at":1003,"message":{"type":"note","payload":{"é": 1.0}}},{"seq":5,"reason":"handler_failed","at":1005,"message":{"type":"note","payload":{"é": 1.0}}}],"has_more":true}""");
        second.AssertOk("""{"dead_letters":[{"seq":8,"reason":"expired","at":1008,"message":{"type":"note","payload":{"é": 1.0}}}],"has_more":false}""");
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    public async Task ReadDeadLetters_ParameterOutOfBounds_400(string query) =>
        (await Api.CallAsync($"GET {Alice}/dead_letters?{query}")).AssertProblem(400, "bad_request");

    [Fact]
    public async Task ReadDeadLetters_None_EmptyPage() =>
        (await Api.CallAsync($"GET {Alice}/dead_letters")).AssertOk("""{"dead_letters":[],"has_more":false}""");

    [Fact]
    public async Task Retry_Found_AnswersTheNewSeqOrNull()
    {
        User.Bury(LetterOf(3, "expired"));

        (await Api.CallAsync($"POST {Alice}/dead_letters/3/retry")).AssertOk("""{"seq":99}""");
        User.Retry = new DeadLetterRetry(true);
        (await Api.CallAsync($"POST {Alice}/dead_letters/3/retry")).AssertOk("""{"seq":null}""");
        (await Api.CallAsync($"POST {Alice}/dead_letters/4/retry")).AssertProblem(404, "not_found");
    }

    [Theory]
    [InlineData("queue_full", 429, "1")]
    [InlineData("handler_failed", 400, null)]
    public async Task Retry_Refused_SaysWhy(string code, int status, string? retryAfter)
    {
        Assert.True(ErrorCodes.TryGet(code, out var known));
        User.Bury(LetterOf(3, "expired")).Retry = new DeadLetterRetry(true, null, new FrameError(known, "It can't be."));

        var reply = await Api.CallAsync($"POST {Alice}/dead_letters/3/retry");

        Assert.Equal("It can't be.", reply.AssertProblem(status, code).GetProperty("detail").GetString());
        Assert.Equal(retryAfter, reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Call_UserIdThatIsEncoded_IsTheRightUser()
    {
        var user = new FakeUser { Name = "a/b c" }.Append(1);
        Api.Users.Add(user);

        Assert.Equal(204, (await Api.CallAsync("DELETE /api/v1/users/a%2Fb%20c/messages/1")).Status);
    }

    private static DeadLetter LetterOf(long seq, string reason) =>
        new(seq, reason, 1_000 + seq, Encoding.UTF8.GetBytes("""{"type":"note","payload":{"é": 1.0}}"""));
}
