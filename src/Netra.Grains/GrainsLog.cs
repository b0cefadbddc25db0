using Microsoft.Extensions.Logging;

namespace Netra.Grains;

/// <summary>What user grains log. Event ids 2000 to 2099.</summary>
internal static partial class GrainsLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Another activation of this user wrote first (attempt {Attempt}); loading anew")]
    public static partial void CommitConflict(ILogger logger, int attempt);

    [LoggerMessage(2001, LogLevel.Warning, "A user's lease could not be renewed; its gateway asks again")]
    public static partial void RenewalFailed(ILogger logger, Exception exception);

    /// <summary>For each call that fails; what failed is logged once by the user log.</summary>
    [LoggerMessage(2002, LogLevel.Debug, "A call is refused: {Why}")]
    public static partial void Unavailable(ILogger logger, string why, Exception exception);

    [LoggerMessage(2003, LogLevel.Error, "A user's log is damaged")]
    public static partial void LogDamaged(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Debug, "A repeated message waited for a first one that failed (attempt {Attempt}); it is taken anew")]
    public static partial void AcceptanceLost(ILogger logger, int attempt, Exception exception);

    [LoggerMessage(2005, LogLevel.Warning, "A user's log could not be compared with storage; its next lease renewal tries again")]
    public static partial void SettlingFailed(ILogger logger, Exception exception);

    [LoggerMessage(2006, LogLevel.Warning, "After a conflict the cluster's membership could not be read in time; this silo goes on with what it knows")]
    public static partial void MembershipNotRefreshed(ILogger logger, Exception exception);

    [LoggerMessage(2007, LogLevel.Error, "A publish to a user of a batch failed; whether its messages were stored is not known")]
    public static partial void PublishFailed(ILogger logger, Exception exception);

    [LoggerMessage(2010, LogLevel.Critical,
        "Silo {Other} hosts user grains too, but each has an embedded store of its own: users would be split over the two. Exactly one process of a cluster may host user grains over an embedded store. This one is younger and stops")]
    public static partial void SecondHostStops(ILogger logger, SiloAddress other);

    [LoggerMessage(2011, LogLevel.Critical,
        "Silo {Other} hosts user grains too, but each has an embedded store of its own: users would be split over the two. Exactly one process of a cluster may host user grains over an embedded store. The other one is younger and has to stop")]
    public static partial void SecondHostFound(ILogger logger, SiloAddress other);

    [LoggerMessage(2012, LogLevel.Critical, "The watch for a second host of user grains failed; this process stops")]
    public static partial void GuardFailed(ILogger logger, Exception exception);
}
