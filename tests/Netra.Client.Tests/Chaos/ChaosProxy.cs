using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Netra.Client.Tests;

/// <summary>A TCP proxy that harms its connections at moments of chance. Each byte that comes through, comes in order.</summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    private const double MaxPeaceMs = 2_500;
    private const double MaxStallMs = 6_000;
    private const double MaxDelayMs = 250;

    private readonly int _target;
    private readonly Random _random;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<ChaosPair, Task> _pairs = new();
    private readonly Task _accepting;
    private volatile bool _isCalm;

    public ChaosProxy(int target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        _listener = new TcpListener(IPAddress.Loopback, port: 0);
        _listener.Start();
        Url = new Uri($"ws://{_listener.LocalEndpoint}/ws");
        _accepting = AcceptAsync();
    }

    /// <summary>Where the socket of the server is, through this proxy.</summary>
    public Uri Url { get; }

    public int Connections { get; private set; }

    /// <summary>How many go through it now.</summary>
    public int Open => _pairs.Count;

    /// <summary>How often each fault was done.</summary>
    public ConcurrentDictionary<ChaosFault, int> Done { get; } = new();

    /// <summary>Ends every fault, and the connections that have one.</summary>
    public void Calm()
    {
        _isCalm = true;
        foreach (var pair in _pairs.Keys.Where(pair => pair.IsHarmed)) pair.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        _isCalm = true;
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var pair in _pairs.Keys) pair.Cut();
        await Task.WhenAll(_pairs.Values);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                }
                catch (SocketException)
                {
                    // Nobody is there; the client finds nobody either.
                    client.Close(timeout: 0);
                    continue;
                }

                Connections++;
                var pair = new ChaosPair(client, server);
                _pairs[pair] = HarmAsync(pair);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task HarmAsync(ChaosPair pair)
    {
        while (true)
        {
            await Task.WhenAny(pair.Completion, Task.Delay(TimeSpan.FromMilliseconds(Draw(MaxPeaceMs))));
            if (_isCalm || pair.Completion.IsCompleted) break;
            var fault = (ChaosFault)(int)Draw(4);
            Done.AddOrUpdate(fault, 1, (_, count) => count + 1);
            if (fault == ChaosFault.Cut) pair.Cut();
            else if (fault == ChaosFault.Stall) pair.Stall(TimeSpan.FromMilliseconds(Draw(MaxStallMs)));
            else if (fault == ChaosFault.Delay) pair.Slow(TimeSpan.FromMilliseconds(Draw(MaxDelayMs)));
            else pair.CorruptNext();
        }

        await pair.Completion;
        _pairs.TryRemove(pair, out _);
    }

    private double Draw(double below)
    {
        lock (_random) return _random.NextDouble() * below;
    }
}
