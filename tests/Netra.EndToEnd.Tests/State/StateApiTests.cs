namespace Netra.EndToEnd.Tests;

/// <summary>The state over HTTP (protocol section 7).</summary>
[Collection(nameof(RoomyHost))]
public sealed class StateApiTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task State_OfAUserNeverSeen_IsEmptyWithItsETag()
    {
        var answer = await Api.GetAsync(Calls.Path + "/state");

        Assert.Equal("""{"version":0,"state":{}}""", answer.AssertOk().GetRawText());
        Assert.Equal("\"0\"", answer.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task Patch_EachContentType_ChangesTheStateAndTellsTheConnections()
    {
        await using var socket = await Host.ConnectAsync(User);

        var merged = await Calls.PatchStateAsync("""{"a":1,"b":{"c":2}}""");
        var plain = await Calls.PatchStateAsync("""{"b":{"c":null}}""", contentType: "application/json");
        var operated = await Calls.PatchStateAsync("""[{"op":"add","path":"/list","value":[]},{"op":"add","path":"/list/-","value":5}]""", contentType: UserCalls.JsonPatch);

        Assert.Equal("""{"version":1,"state":{"a":1,"b":{"c":2}}}""", merged.AssertOk().GetRawText());
        Assert.Equal("""{"version":2,"state":{"a":1,"b":{}}}""", plain.AssertOk().GetRawText());
        Assert.Equal("""{"version":3,"state":{"a":1,"b":{},"list":[5]}}""", operated.AssertOk().GetRawText());
        Assert.Equal("\"3\"", operated.Headers.ETag?.ToString());
        var frames = (await socket.UntilAsync(3)).Where(frame => frame.Type == "state_updated").Select(frame => frame.PayloadText);
        Assert.Equal(
            [
                """{"version":1,"patch":{"a":1,"b":{"c":2}}}""",
                """{"version":2,"patch":{"b":{"c":null}}}""",
                """{"version":3,"ops":[{"op":"add","path":"/list","value":[]},{"op":"add","path":"/list/-","value":5}]}""",
            ],
            frames);
    }

    [Fact]
    public async Task IfMatch_PresentStaleAndStar_DecidesWhetherItIsChanged()
    {
        (await Calls.PatchStateAsync("""{"a":1}""", ifMatch: "\"0\"")).AssertOk();
        var stale = await Calls.PatchStateAsync("""{"a":2}""", ifMatch: "\"0\"");
        stale.AssertProblem(412, "version_conflict");
        Assert.Equal((0, 1), (stale.Json.GetProperty("client_version").GetInt64(), stale.Json.GetProperty("server_version").GetInt64()));
        (await Calls.PatchStateAsync("""{"a":3}""", ifMatch: "*")).AssertOk();

        Assert.Equal("""{"version":2,"state":{"a":3}}""", (await Calls.StateAsync()).GetRawText());
    }

    [Fact]
    public async Task IfNoneMatch_OfThePresentVersion_Is304()
    {
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();
        using var request = new HttpRequestMessage(HttpMethod.Get, Api.BaseUrl + Calls.Path + "/state");
        request.Headers.Authorization = new("Bearer", NetraApi.DevelopmentKey);
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"1\"");

        var answer = await Api.SendAsync(request);

        Assert.Equal((304, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("[]", UserCalls.MergePatch, null, 400, "invalid_patch")]
    [InlineData("{", UserCalls.MergePatch, null, 400, "invalid_json")]
    [InlineData("", UserCalls.MergePatch, null, 400, "empty_message")]
    [InlineData("{}", UserCalls.JsonPatch, null, 400, "invalid_patch")]
    [InlineData("""[{"op":"remove","path":"/none"}]""", UserCalls.JsonPatch, null, 400, "invalid_patch")]
    [InlineData("""[{"op":"replace","path":"","value":1}]""", UserCalls.JsonPatch, null, 400, "invalid_patch")]
    [InlineData("{}", "text/plain", null, 415, "unsupported_media_type")]
    [InlineData("{}", UserCalls.MergePatch, "seven", 400, "bad_request")]
    [InlineData("{}", UserCalls.MergePatch, "\"-1\"", 400, "bad_request")]
    public async Task Patch_ThatIsWrong_IsRefusedWithItsCode(string body, string contentType, string? ifMatch, int status, string code)
    {
        (await Calls.PatchStateAsync(body, ifMatch, contentType)).AssertProblem(status, code);

        Assert.Equal("""{"version":0,"state":{}}""", (await Calls.StateAsync()).GetRawText());
    }
}
