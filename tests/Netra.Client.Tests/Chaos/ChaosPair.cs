using System.Diagnostics;
using System.Net.Sockets;

namespace Netra.Client.Tests;

/// <summary>One connection through the proxy: the two sockets, and what is wrong between them.</summary>
internal sealed class ChaosPair
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _blockedUntil;
    private long _delayMs;
    private int _corrupts;

    public ChaosPair(Socket client, Socket server)
    {
        (_client, _server) = (client, server);
        client.NoDelay = server.NoDelay = true;
        Completion = Task.WhenAll(PassAsync(client, server), PassAsync(server, client));
    }

    /// <summary>The end of both directions. Never fails.</summary>
    public Task Completion { get; }

    /// <summary>Whether a fault was done that may still hold something up.</summary>
    public bool IsHarmed { get; private set; }

    public void Cut()
    {
        _cut.TrySetResult();
        // A reset, not an orderly end.
        _client.Close(timeout: 0);
        _server.Close(timeout: 0);
    }

    public void Stall(TimeSpan time)
    {
        IsHarmed = true;
        Interlocked.Exchange(ref _blockedUntil, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
    }

    public void Slow(TimeSpan delay) => Interlocked.Exchange(ref _delayMs, (long)delay.TotalMilliseconds);

    public void CorruptNext()
    {
        IsHarmed = true;
        Interlocked.Exchange(ref _corrupts, 1);
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (Interlocked.Exchange(ref _corrupts, 0) == 1)
                {
                    for (var i = 0; i < count; i++) buffer[i] ^= 0x80;
                }

                if (Interlocked.Read(ref _delayMs) is var delayMs and > 0) await WaitAsync(TimeSpan.FromMilliseconds(delayMs));
                await UnblockedAsync();
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The loss of one side is one of the other.
            Cut();
        }
    }

    private async Task UnblockedAsync()
    {
        while (Interlocked.Read(ref _blockedUntil) - Stopwatch.GetTimestamp() is var left and > 0)
            await WaitAsync(TimeSpan.FromSeconds((double)left / Stopwatch.Frequency) + TimeSpan.FromMilliseconds(1));
    }

    private async Task WaitAsync(TimeSpan time)
    {
        await Task.WhenAny(_cut.Task, Task.Delay(time));
        ObjectDisposedException.ThrowIf(_cut.Task.IsCompleted, this);
    }
}
