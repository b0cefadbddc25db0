using System.Diagnostics;
using System.Net.Sockets;

namespace Netra.Bench;

/// <summary>Begins messages that never end. Every other fragment is empty, so that the message hardly grows; with larger chunks all are.</summary>
/// <param name="sockets">How many connections do so.</param>
/// <param name="each">Fragments a second of each.</param>
/// <param name="chunk">How many fragments are sent at once.</param>
internal sealed class Fragments(int sockets, int each, int chunk) : IAttack
{
    private static readonly byte[] First = RawFrames.Of(0x01, (byte)'{');
    private static readonly byte[] Empty = RawFrames.Of(0x00);
    private static readonly byte[] OneByte = RawFrames.Of(0x00, (byte)' ');

    private readonly byte[] _chunk = [.. Enumerable.Repeat(Empty, chunk).SelectMany(fragment => fragment)];

    public async Task RunAsync(AttackTarget target, Outcomes outcomes, Action begun, CancellationToken cancellationToken)
    {
        begun();
        await Task.WhenAll(Enumerable.Range(0, sockets).Select(index => RunAsync(target, index, outcomes, cancellationToken)));
    }

    private async Task RunAsync(AttackTarget target, int index, Outcomes outcomes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await Loopback.ConnectAsync(target.Port, index, cancellationToken);
            try
            {
                await Handshake.UpgradeAsync(socket, target.TargetOf(index), cancellationToken);
                var ended = RawFrames.ReadEndAsync(socket, cancellationToken);
                await socket.SendAsync(First, cancellationToken);
                await SendAsync(socket, ended, outcomes, cancellationToken);
                outcomes.Add(await ended);
            }
            catch (Exception exception) when (exception is SocketException or BenchException)
            {
                outcomes.Add(exception.Message);
            }
            finally
            {
                Loopback.Reset(socket);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private async Task SendAsync(Socket socket, Task<string> ended, Outcomes outcomes, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        var startedAt = Stopwatch.GetTimestamp();
        for (var sent = 0L; !ended.IsCompleted;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            for (var due = (long)(Stopwatch.GetElapsedTime(startedAt).TotalSeconds * each); sent < due && !ended.IsCompleted; sent += chunk)
            {
                await socket.SendAsync(chunk > 1 ? _chunk : sent % 2 == 0 ? Empty : OneByte, cancellationToken);
                outcomes.Add("fragments", chunk);
            }
        }
    }
}
