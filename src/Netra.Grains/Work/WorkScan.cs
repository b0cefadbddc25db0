using Microsoft.Extensions.Logging;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>Finds users who have work left and wakes them, so that no work waits for its user to come back.</summary>
/// <remarks>Failure policy: what fails is logged, and the next look tries again. Every silo looks; a user who works already has nothing to do for it.</remarks>
internal sealed class WorkScan(IUserLog log, Func<UserId, Task> wake, WorkOptions options, TimeProvider time, ILogger logger)
{
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = options.FirstScanDelay;
        while (true)
        {
            await Task.Delay(pause, time, stop);
            try
            {
                await ScanAsync(stop);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                HandlersLog.ScanFailed(logger, options.ScanInterval, exception);
            }

            pause = options.ScanInterval;
        }
    }

    /// <summary>Looks once through all users.</summary>
    public async Task ScanAsync(CancellationToken stop)
    {
        UserId? last = null;
        var woken = 0;
        while (await log.FindUsersWithWorkAsync(last, options.ScanPageUsers, stop) is { Count: > 0 } users)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrentWakes, CancellationToken = stop };
            await Parallel.ForEachAsync(users, parallel, async (user, token) => await WakeAsync(user, token));
            last = users[^1];
            woken += users.Count;
        }

        if (woken > 0) HandlersLog.Woken(logger, woken);
    }

    private async Task WakeAsync(UserId user, CancellationToken stop)
    {
        try
        {
            await wake(user).WaitAsync(stop);
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            HandlersLog.WakeFailed(logger, exception);
        }
    }
}
