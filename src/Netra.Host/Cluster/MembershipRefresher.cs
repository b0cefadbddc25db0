namespace Netra.Host;

/// <summary>
/// Reads the membership table at one pace, whatever happened before. Orleans' own reading waits longer after every failure, up to a minute; for so long a process
/// that was cut off, database and all, would not learn that the others have declared it dead, and keep clients that nothing is pushed to any more.
/// </summary>
internal sealed partial class MembershipRefresher(IClusterMembershipService membership, TimeProvider time, ILogger<MembershipRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ClusterLiveness.TableRefresh, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TryRefreshAsync(CancellationToken stoppingToken)
    {
        using var patience = new CancellationTokenSource(ClusterLiveness.TableRefresh, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
        try
        {
            await membership.Refresh(cancellationToken: either.Token);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, exception.Message);
        }
    }

    [LoggerMessage(5200, LogLevel.Debug, "The membership table could not be read; it is tried again at the next turn: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
