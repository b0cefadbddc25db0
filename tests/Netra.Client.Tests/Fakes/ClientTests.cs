using System.Threading.Channels;

namespace Netra.Client.Tests;

/// <summary>Tests of clients on a server in memory. Every client that a test opens is disposed at its end.</summary>
public abstract class ClientTests : IAsyncDisposable
{
    private readonly List<NetraClient> _clients = [];

    private protected FakeServer Server { get; } = new();

    /// <summary>Errors that the clients told.</summary>
    private protected Channel<ClientError> Errors { get; } = Channel.CreateUnbounded<ClientError>();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static NetraClientOptions Options(Action<NetraClientOptions>? configure = null)
    {
        var options = new NetraClientOptions
        {
            Url = new Uri("http://localhost/ws"),
            Token = (_, _) => ValueTask.FromResult<string?>("t"),
            Numbers = { FirstDelay = TimeSpan.FromMilliseconds(1), AckEvery = 1 },
        };
        configure?.Invoke(options);
        return options;
    }

    private protected NetraClient Make(Action<NetraClientOptions>? configure = null)
    {
        var client = new NetraClient(Options(configure), Server.ConnectAsync);
        client.Error += (_, error) => Errors.Writer.TryWrite(error);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client and its connection, both ready.</summary>
    private protected async Task<(NetraClient Client, FakeConnection Connection)> ConnectAsync(
        Action<NetraClientOptions>? configure = null, Action<NetraClient>? prepare = null)
    {
        var client = Make(configure);
        prepare?.Invoke(client);
        var connecting = client.ConnectAsync();
        var connection = await Server.EstablishedAsync();
        await connecting.InTime();
        return (client, connection);
    }

    /// <summary>
    /// Waits until the connection of a client has a state, from this call on. One that may pass at once (a wait of no
    /// time, drawn by chance) is asked for before what brings it about.
    /// </summary>
    private protected static async Task<ConnectionStatus> UntilAsync(NetraClient client, ConnectionState state)
    {
        var reached = new TaskCompletionSource<ConnectionStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ConnectionChanged += (_, status) =>
        {
            if (status.State == state) reached.TrySetResult(status);
        };
        if (client.Connection.State == state) reached.TrySetResult(client.Connection);
        return await reached.Task.InTime();
    }

    private protected Task<ClientError> NextErrorAsync() => Errors.Reader.ReadAsync().AsTask().InTime();
}
