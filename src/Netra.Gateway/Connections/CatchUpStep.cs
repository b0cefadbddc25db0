namespace Netra.Gateway;

/// <summary>How one step of catching up ended.</summary>
internal enum CatchUpStep
{
    /// <summary>Something was queued, or may be now.</summary>
    WentOn,

    /// <summary>The grain did not answer, or had nothing though more is known to be there.</summary>
    Failed,

    /// <summary>The connection is not on its user's list.</summary>
    Unknown,

    /// <summary>The connection is live, or over.</summary>
    Ended,
}
