namespace Netra.EndToEnd.Tests;

/// <summary>One user by the dashboard: the calls of the server API, in another place.</summary>
public sealed class DashboardUserTests(DashboardHost dashboard) : IClassFixture<DashboardHost>, IDisposable
{
    // A slash and letters of all kinds: the id is a part of the path.
    private readonly string _user = "team/é " + Guid.NewGuid().ToString("n");
    private readonly DashboardCalls _dashboard = new(dashboard.Process.ManagementUrl);

    private HostProcess Host => dashboard.Process;

    private string Path => "users/" + Uri.EscapeDataString(_user);

    public void Dispose() => _dashboard.Dispose();

    [Fact]
    public async Task Describe_UserWithAConnection_IsAsInTheServerApi()
    {
        await using var socket = await Host.ConnectAsync(_user, "client_id=phone");
        await Host.Api.PublishManyAsync(_user, 5);
        await socket.ReceiveDurableAsync(5);
        await socket.AckAsync(3);

        await Eventually.IsAsync(2, async () => (await _dashboard.GetAsync(Path)).GetProperty("unread").GetInt32());

        var (shown, listed) = (await _dashboard.GetAsync(Path), await Host.Api.UserAsync(_user));
        foreach (var member in listed.EnumerateObject().Where(member => member.Name != "connections")) Assert.Equal(member.Value.ToString(), shown.GetProperty(member.Name).ToString());
        var session = Assert.Single(shown.GetProperty("sessions").EnumerateArray());
        Assert.Equal(("phone", 3), (session.GetProperty("client_id").GetString(), session.GetProperty("acked_seq").GetInt64()));
        Assert.InRange(session.GetProperty("last_seen_at").GetInt64(), DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Retry_DeadLetter_PutsItBack()
    {
        var calls = new UserCalls(Host.Api, _user);
        var dead = await calls.PublishAsync("""{"type":"note","payload":{"n":1},"ttl_ms":1}""");
        await Eventually.IsAsync(1, async () => (await _dashboard.GetAsync(Path + "/dead-letters")).GetProperty("dead_letters").GetArrayLength());

        var back = (await _dashboard.PostAsync($"{Path}/dead-letters/{dead}/retry")).AssertOk().GetProperty("seq").GetInt64();

        Assert.Equal(dead + 1, back);
        Assert.Empty(await calls.DeadLettersAsync());
        Assert.Equal(404, (await _dashboard.PostAsync($"{Path}/dead-letters/{dead}/retry")).Status);
    }

    [Fact]
    public async Task Disconnect_OneAndThenAll_ClosesThemWithTheReason()
    {
        await using var first = await Host.ConnectAsync(_user, "client_id=one");
        await using var second = await Host.ConnectAsync(_user, "client_id=two");
        await using var third = await Host.ConnectAsync(_user, "client_id=three");
        var one = (await Host.Api.UserAsync(_user)).GetProperty("connections").EnumerateArray().Single(each => each.GetProperty("client_id").GetString() == "one");

        var connection = one.GetProperty("connection_id").GetString();
        Assert.Equal(204, (await _dashboard.PostAsync($"{Path}/connections/{connection}/disconnect", """{"reason":"first","reconnect":true}""")).Status);
        Assert.Equal((4410, """{"reason":"first","reconnect":true}"""), Of(await first.EndAsync()));
        Assert.Equal(204, (await _dashboard.PostAsync($"{Path}/disconnect", """{"reason":"all"}""")).Status);

        Assert.Equal((4410, """{"reason":"all","reconnect":false}"""), Of(await second.EndAsync()));
        Assert.Equal((4410, """{"reason":"all","reconnect":false}"""), Of(await third.EndAsync()));
        Assert.Equal(404, (await _dashboard.PostAsync($"{Path}/connections/{connection}/disconnect")).Status);
    }

    [Fact]
    public async Task Post_NotAsJson_IsRefusedAndChangesNothing()
    {
        await using var socket = await Host.ConnectAsync(_user);

        // What a form of another site can send.
        var refused = await _dashboard.Api.SendAsync(HttpMethod.Post, $"/dashboard/api/{Path}/disconnect", "{}", key: null, contentType: "text/plain");

        Assert.Equal(415, refused.Status);
        Assert.Single((await Host.Api.UserAsync(_user)).GetProperty("connections").EnumerateArray());
    }

    private static (int?, string?) Of(SocketEnd end) => (end.Code, end.Reason);
}
