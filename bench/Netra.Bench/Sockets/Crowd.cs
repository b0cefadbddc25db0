using System.Net.Sockets;
using System.Net.WebSockets;

namespace Netra.Bench;

/// <summary>Many open sockets, each of a user of its own, that do nothing but answer the server's pings.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    /// <summary>How many handshakes are under way at once.</summary>
    private const int Opening = 64;

    private readonly CancellationTokenSource _over = new();
    private readonly BenchSocket[] _sockets;
    private readonly Task[] _receiving;
    private long _pings;
    private long _frames;
    private int _lost;

    private Crowd(int count)
    {
        _sockets = new BenchSocket[count];
        _receiving = new Task[count];
    }

    public int Count => _sockets.Length;

    /// <summary>How many pings of the server have come, to all of them.</summary>
    public long Pings => Interlocked.Read(ref _pings);

    /// <summary>How many frames that are no pings have come, to all of them.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>How many have ended without being asked to.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Opens so many.</summary>
    /// <param name="run">The run.</param>
    /// <param name="count">How many.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="targetOf">The request target for a user.</param>
    public static async Task<Crowd> OpenAsync(RunContext run, int count, int port, Func<string, string> targetOf)
    {
        var crowd = new Crowd(count);
        try
        {
            await run.Report.ProgressAsync("Opening connections", count, progress => Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = Opening, CancellationToken = run.CancellationToken },
                async (index, cancellationToken) =>
                {
                    var socket = await BenchSocket.ConnectAsync(port, targetOf($"user-{index:d6}"), index, cancellationToken);
                    crowd._sockets[index] = socket;
                    crowd._receiving[index] = crowd.ReceiveAsync(socket);
                    progress(1);
                }));
            return crowd;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            await crowd.DisposeAsync();
            throw new BenchException($"Not all of {count} connections could be opened: {exception.Message}");
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>A figure of connections that are gone would be wrong.</summary>
    public void ThrowIfLost()
    {
        if (Lost > 0) throw new BenchException($"{Lost} of {Count} connections ended by themselves.");
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_receiving.Where(task => task is not null));
        foreach (var socket in _sockets) socket?.Dispose();
        _over.Dispose();
    }

    private async Task ReceiveAsync(BenchSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(Note, _over.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Ended below, or by us.
        }

        if (!_over.IsCancellationRequested) Interlocked.Increment(ref _lost);
    }

    private void Note(ReadOnlyMemory<byte> frame, bool isPing)
    {
        Interlocked.Increment(ref isPing ? ref _pings : ref _frames);
    }
}
