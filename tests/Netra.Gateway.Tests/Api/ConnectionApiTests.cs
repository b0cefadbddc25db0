using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>Calls that end connections.</summary>
public sealed class ConnectionApiTests : ApiTests
{
    private static readonly ConnectionId Connection = ConnectionId.NewId();

    [Fact]
    public async Task DisconnectAll_WithoutBody_204AlsoWithNone()
    {
        var reply = await Api.CallAsync($"DELETE {Alice}/connections");

        Assert.Equal((204, ""), (reply.Status, reply.Text));
        Assert.Equal(new DisconnectRequest(null, """{"reason":null,"reconnect":false}"""), Assert.Single(User.Disconnects));
    }

    [Fact]
    public async Task Disconnect_One_ReasonAndReconnectAsGiven()
    {
        await User.AttachAsync(new AttachRequest
        {
            Connection = Connection,
            Gateway = SiloAddress.Zero,
            Client = ClientId.NewId(),
            ClientIsOwn = false,
            ConnectedAtMs = 1,
        });

        var reply = await Api.CallAsync($"DELETE {Alice}/connections/{Connection}", """{"reason":"moved","reconnect":true,"more":1}""");

        Assert.Equal(204, reply.Status);
        Assert.Equal(new DisconnectRequest(Connection, """{"reason":"moved","reconnect":true}"""), Assert.Single(User.Disconnects));
    }

    [Theory]
    [InlineData("01234567890123456789012345678901")]
    [InlineData("no-id")]
    [InlineData("%2F")]
    public async Task Disconnect_UnknownConnection_404(string connection) =>
        (await Api.CallAsync($"DELETE {Alice}/connections/{connection}")).AssertProblem(404, "not_found");

    [Theory]
    [InlineData("{", 400, "invalid_json", null)]
    [InlineData("[]", 400, "not_an_object", null)]
    [InlineData("""{"reason":1}""", 400, "bad_request", "reason")]
    [InlineData("""{"reason":"\ud800"}""", 400, "bad_request", "reason")]
    [InlineData("""{"reconnect":"yes"}""", 400, "bad_request", "reconnect")]
    [InlineData("""{"reconnect":0}""", 400, "bad_request", "reconnect")]
    public async Task Disconnect_WrongBody_RefusedAndNothingDone(string body, int status, string code, string? field)
    {
        foreach (var path in new[] { "connections", $"connections/{Connection}" })
        {
            var problem = (await Api.CallAsync($"DELETE {Alice}/{path}", body)).AssertProblem(status, code);
            if (field is not null) Assert.Equal(field, problem.GetProperty("details").GetProperty("field").GetString());
        }

        Assert.Empty(User.Disconnects);
    }

    [Fact]
    public async Task Disconnect_BodyTooLargeOrOfAnotherType_Refused()
    {
        (await Api.CallAsync($"DELETE {Alice}/connections", $$"""{"reason":"{{new string('x', 16_384)}}"}""")).AssertProblem(413, "too_large");
        (await Api.CallAsync($"DELETE {Alice}/connections", "reason=x", "text/plain")).AssertProblem(415, "unsupported_media_type");
        Assert.Empty(User.Disconnects);
    }

    [Fact]
    public async Task Disconnect_GrainDown_503()
    {
        Use(new UnavailableUser(FakeUser.Disconnect));

        var reply = await Api.CallAsync($"DELETE {Alice}/connections");

        reply.AssertProblem(503, "unavailable");
        Assert.Equal("1", reply.Header("Retry-After"));
    }
}
