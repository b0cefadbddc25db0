namespace Netra.EndToEnd.Tests;

/// <summary>A client in order beside the broken ones: what it asks is answered, and what is published reaches it.</summary>
internal sealed class HealthyClient : IAsyncDisposable
{
    private readonly HostProcess _host;
    private readonly NetraSocket _socket;
    private readonly string _user;
    private int _published;

    private HealthyClient(HostProcess host, NetraSocket socket, string user) => (_host, _socket, _user) = (host, socket, user);

    public static async Task<HealthyClient> ConnectAsync(HostProcess host)
    {
        var user = "healthy-" + Guid.NewGuid().ToString("n");
        return new HealthyClient(host, await host.ConnectAsync(user), user);
    }

    public async Task AssertServedAsync()
    {
        await _socket.PingAsync();
        var seq = await _host.Api.PublishAsync(_user, "note", $$"""{"n":{{++_published}}}""");
        Assert.Equal(_published, seq);
        Assert.Equal(seq, (await _socket.ReceiveAsync("note")).Seq);
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
