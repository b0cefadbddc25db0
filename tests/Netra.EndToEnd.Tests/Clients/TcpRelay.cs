using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// A network between a client and a host that can fall silent: what is sent then is neither delivered nor refused, and no end of a connection is told.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _work = [];
    private TaskCompletionSource _toHost = Opened();
    private TaskCompletionSource _toClient = Opened();
    private long _bytesToHost;
    private int _connections;

    private TcpRelay(int port, int target)
    {
        _target = target;
        BaseUrl = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Run(AcceptAsync());
    }

    /// <summary>Where clients find the host through this network.</summary>
    public string BaseUrl { get; }

    /// <summary>The port of <see cref="BaseUrl"/>.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many TCP connections clients have made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many bytes clients have sent.</summary>
    public long BytesToHost => Interlocked.Read(ref _bytesToHost);

    public static TcpRelay To(HostProcess host) => new(FreePorts.Next(), host.Port);

    /// <summary>From now on nothing that a client sends reaches the host.</summary>
    public void HoldToHost() => _toHost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on nothing that the host sends reaches a client.</summary>
    public void HoldToClient() => _toClient = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Delivers everything that was held, and what comes from now on.</summary>
    public void Release()
    {
        _toHost.TrySetResult();
        _toClient.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        Release();
        Task[] work;
        lock (_gate)
        {
            foreach (var socket in _sockets) socket.Dispose();
            work = [.. _work];
        }

        await Task.WhenAll(work);
        _listener.Dispose();
        _ended.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private void Run(Task work)
    {
        lock (_gate) _work.Add(work);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                Interlocked.Increment(ref _connections);
                var host = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_gate) _sockets.AddRange([client, host]);
                await host.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                Run(PumpAsync(client, host, () => _toHost.Task, bytes => Interlocked.Add(ref _bytesToHost, bytes)));
                Run(PumpAsync(host, client, () => _toClient.Task, _ => { }));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the host is down: the client's connection ends with this relay.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<Task> gate, Action<int> count)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (true)
            {
                var length = await from.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                count(length);
                await gate().WaitAsync(_ended.Token);
                if (length == 0) break;
                for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _ended.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // A reset of one side is one of the other.
            to.Close(timeout: 0);
        }
    }
}
