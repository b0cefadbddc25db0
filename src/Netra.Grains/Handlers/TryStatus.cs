namespace Netra.Grains;

/// <summary>How a try of a handler ended.</summary>
internal enum TryStatus
{
    /// <summary>Its effects are durable.</summary>
    Done,

    /// <summary>The handler refused the message.</summary>
    Rejected,

    /// <summary>There is no room for its effects now.</summary>
    Full,

    /// <summary>The state was changed under it, or another activation wrote: it has to run again, and has not failed.</summary>
    Void,

    /// <summary>It failed.</summary>
    Failed,
}
