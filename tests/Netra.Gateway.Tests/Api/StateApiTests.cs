using System.Text;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class StateApiTests : ApiTests
{
    private const string Read = "GET " + Alice + "/state";
    private const string Change = "PATCH " + Alice + "/state";
    private const string MergePatch = "application/merge-patch+json";
    private const string JsonPatch = "application/json-patch+json";

    [Fact]
    public async Task Read_NeverChanged_VersionZero()
    {
        var reply = (await Api.CallAsync(Read)).AssertOk("""{"version":0,"state":{}}""");

        Assert.Equal("\"0\"", reply.Header("ETag"));
    }

    [Theory]
    [InlineData("\"7\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("*", true)]
    [InlineData("\"6\", \"7\"", true)]
    [InlineData("\"6\"", false)]
    [InlineData("\"07\"", false)]
    [InlineData("7", false)]
    [InlineData("\"other\"", false)]
    public async Task Read_IfNoneMatch_304WhenThePresentVersionIsAmongThem(string tags, bool isKnown)
    {
        User.SetState(7, """{"a": 1.0}""");

        var reply = await Api.CallAsync(Read, null, null, ("If-None-Match", tags));

        Assert.Equal("\"7\"", reply.Header("ETag"));
        if (isKnown) Assert.Equal((304, ""), (reply.Status, reply.Text));
        else reply.AssertOk("""{"version":7,"state":{"a": 1.0}}""");
    }

    [Theory]
    [InlineData(MergePatch, """{"a":1}""", StateChangeKind.Patch)]
    [InlineData("application/json", """{"a":1}""", StateChangeKind.Patch)]
    [InlineData("Application/Merge-Patch+JSON; charset=utf-8", """{"a":1}""", StateChangeKind.Patch)]
    [InlineData(JsonPatch, """[{"op":"test","path":"","value":{}}]""", StateChangeKind.Ops)]
    public async Task Change_ByContentType_IsAskedOfTheUser(string type, string body, StateChangeKind kind)
    {
        var reply = await Api.CallAsync(Change, $" {body}\n", type);

        reply.AssertOk($$"""{"version":1,"state":{{(kind == StateChangeKind.Patch ? body : "{}")}}}""");
        Assert.Equal("\"1\"", reply.Header("ETag"));
        var change = Assert.Single(User.Changes);
        Assert.Equal((kind, body, null), (change.Kind, Encoding.UTF8.GetString(change.Json.Span), change.ExpectedVersion));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/vnd.api+json")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Change_OfAnotherType_415AndWhatWouldDo(string? type)
    {
        var reply = await Api.CallAsync(Change, "{}", type);

        reply.AssertProblem(415, "unsupported_media_type");
        Assert.Equal("application/merge-patch+json, application/json-patch+json, application/json", reply.Header("Accept-Patch"));
        Assert.Empty(User.Changes);
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("*")]
    [InlineData("\"3\", \"7\",\"8\"")]
    public async Task Change_IfMatchHasThePresentVersion_IsMade(string tags)
    {
        User.SetState(7, "{}");

        (await Api.CallAsync(Change, """{"a":1}""", MergePatch, ("If-Match", tags))).AssertOk("""{"version":8,"state":{"a":1}}""");
    }

    [Theory]
    [InlineData("\"6\"", 6)]
    [InlineData("\"8\"", 8)]
    [InlineData("\"5\", \"6\"", 6)]
    public async Task Change_IfMatchHasAnother_412WithBothVersions(string tags, long clientVersion)
    {
        User.SetState(7, "{}");

        var problem = (await Api.CallAsync(Change, "{}", MergePatch, ("If-Match", tags))).AssertProblem(412, "version_conflict");

        Assert.Equal((clientVersion, 7), (problem.GetProperty("client_version").GetInt64(), problem.GetProperty("server_version").GetInt64()));
        Assert.Equal(7, (await User.ReadStateAsync()).Version);
    }

    [Theory]
    [InlineData("\"6\", \"7\"", 412)]
    [InlineData("\"7\", \"8\"", 200)]
    public async Task Change_AnotherChangeComesInBetween_TheVersionOfThenCounts(string tags, int status)
    {
        User.SetState(7, "{}");
        var isFirst = true;
        User.BeforeChange = () =>
        {
            if (isFirst) User.SetState(8, "{}");
            isFirst = false;
        };

        var reply = await Api.CallAsync(Change, "{}", MergePatch, ("If-Match", tags));

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 200 ? "\"9\"" : null, reply.Header("ETag"));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("W/\"7\"")]
    [InlineData("\"seven\"")]
    [InlineData("\"07\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"7\"x")]
    [InlineData("\"7\",")]
    [InlineData("*, \"7\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public async Task Change_IfMatchMalformed_400AndNothingIsChanged(string tags)
    {
        User.SetState(7, "{}");

        (await Api.CallAsync(Change, "{}", MergePatch, ("If-Match", tags))).AssertProblem(400, "bad_request");

        Assert.Empty(User.Changes);
    }

    [Theory]
    [InlineData(MergePatch, "[]", "invalid_patch")]
    [InlineData(JsonPatch, "{}", "invalid_patch")]
    [InlineData(MergePatch, "{\"a\":", "invalid_json")]
    [InlineData(MergePatch, "", "empty_message")]
    public async Task Change_BodyThatIsNoPatch_400(string type, string body, string code)
    {
        (await Api.CallAsync(Change, body, type)).AssertProblem(400, code);

        Assert.Empty(User.Changes);
    }

    [Fact]
    public async Task Change_Refused_SaysWhyAndWhere()
    {
        User.ChangeRefusal = new FrameError(ErrorCodes.InvalidPatch, "There is no '/a'.") { Details = new FrameErrorDetails { Field = "/a", Index = 2 } };
        var invalid = (await Api.CallAsync(Change, "[]", JsonPatch)).AssertProblem(400, "invalid_patch");
        User.ChangeRefusal = new FrameError(ErrorCodes.StateTooLarge, "Too large.");
        (await Api.CallAsync(Change, "{}", MergePatch)).AssertProblem(413, "state_too_large");
        User.ChangeRefusal = new FrameError(ErrorCodes.QueueFull, "Full.");
        var full = await Api.CallAsync(Change, "{}", MergePatch);

        Assert.Equal("""{"field":"/a","index":2}""", invalid.GetProperty("details").GetRawText());
        full.AssertProblem(429, "queue_full");
        Assert.Equal("1", full.Header("Retry-After"));
    }

    [Theory]
    [InlineData(4_096, 200, null)]
    [InlineData(4_097, 413, "state_too_large")]
    [InlineData(16_385, 413, "too_large")]
    public async Task Change_LargeBody_IsBounded(int bytes, int status, string? code)
    {
        var reply = await Api.CallAsync(Change, $$"""{"a":"{{new string('x', bytes - 8)}}"}""", MergePatch);

        Assert.Equal(status, reply.Status);
        if (code is not null) reply.AssertProblem(status, code);
    }

    [Theory]
    [InlineData(FakeUser.ChangeState, Change)]
    [InlineData(FakeUser.ReadState, Read)]
    public async Task Call_UserUnavailable_503WithRetryAfter(string failing, string call)
    {
        Use(new UnavailableUser(failing));

        var reply = await Api.CallAsync(call, call == Change ? "{}" : null, MergePatch);

        reply.AssertProblem(503, "unavailable");
        Assert.Equal("1", reply.Header("Retry-After"));
    }
}
