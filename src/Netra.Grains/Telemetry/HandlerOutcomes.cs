namespace Netra.Grains;

/// <summary>How a run of a handler ended, as metrics name it.</summary>
internal static class HandlerOutcomes
{
    /// <summary>Storage could not be reached: no fault of the handler.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The user moves, or the process ends.</summary>
    public const string Stopped = "stopped";

    public const string Failed = "failed";

    public static string Of(TryResult result) => result.Status switch
    {
        TryStatus.Done => "succeeded",
        TryStatus.Rejected => "rejected",
        TryStatus.Full => "queue_full",
        // It comes again, or somebody else was first: what it asked for is not done.
        TryStatus.Void or TryStatus.Duplicate or TryStatus.Gone => "void",
        _ => result.Cause is HandlerTimeoutException ? "timed_out" : Failed,
    };
}
