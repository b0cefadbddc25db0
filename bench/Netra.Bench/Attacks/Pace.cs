using System.Diagnostics;
using System.Net.Sockets;

namespace Netra.Bench;

/// <summary>Starts attempts at a steady rate, whether those before are over or not, within a bound.</summary>
internal static class Pace
{
    private const int MaxUnderWay = 500;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="perSecond">How many attempts a second.</param>
    /// <param name="attempt">One attempt, by its number; answers what became of it.</param>
    /// <param name="outcomes">Where it is counted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(double perSecond, Func<int, CancellationToken, Task<string>> attempt, Outcomes outcomes, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Step);
        var startedAt = Stopwatch.GetTimestamp();
        var underWay = 0;
        for (var next = 0; ;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            for (var due = (int)(Stopwatch.GetElapsedTime(startedAt).TotalSeconds * perSecond); next < due; next++)
            {
                if (Volatile.Read(ref underWay) >= MaxUnderWay) outcomes.Add("not begun, too many under way");
                else _ = RunOneAsync(next);
            }
        }

        async Task RunOneAsync(int index)
        {
            Interlocked.Increment(ref underWay);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(AttemptTimeout);
            try
            {
                outcomes.Add(await attempt(index, timeout.Token));
            }
            catch (Exception exception) when (exception is SocketException or IOException or BenchException or HttpRequestException)
            {
                outcomes.Add(exception is SocketException socket ? socket.SocketErrorCode.ToString() : exception.Message);
            }
            catch (OperationCanceledException)
            {
                if (!cancellationToken.IsCancellationRequested) outcomes.Add("timeout");
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
            }
        }
    }
}
