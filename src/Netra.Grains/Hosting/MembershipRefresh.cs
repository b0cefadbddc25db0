using Microsoft.Extensions.Logging;

namespace Netra.Grains;

/// <summary>
/// Has this silo look at the membership when one of its users was changed by another silo: this one may be the one that the cluster has declared dead. It
/// ends itself then, as Orleans does, and takes the user from nobody.
/// </summary>
/// <remarks>
/// Failure policy: without the membership the silo goes on as it did; the fence of each commit does not depend on it. Storms of conflicts share one look a second.
/// </remarks>
internal sealed class MembershipRefresh(IClusterMembershipService members, TimeProvider time, ILogger<MembershipRefresh> logger)
{
    /// <summary>How often it looks at most.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long a conflict waits for the look at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task? _last;
    private long _lastAt;

    /// <summary>Completes when the silo has looked since the conflict, or a moment before it, or could not look in time.</summary>
    public Task AfterConflictAsync()
    {
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(_lastAt) < Interval) return last;
            _lastAt = time.GetTimestamp();
            return _last = Task.Run(RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await members.Refresh().AsTask().WaitAsync(Patience, time);
        }
        catch (Exception exception)
        {
            GrainsLog.MembershipNotRefreshed(logger, exception);
        }
    }
}
