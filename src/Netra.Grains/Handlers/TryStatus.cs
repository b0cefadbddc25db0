namespace Netra.Grains;

/// <summary>How a try of a handler ended.</summary>
internal enum TryStatus
{
    /// <summary>Its effects are durable.</summary>
    Done,

    /// <summary>The message's id was accepted before: the handler did not run.</summary>
    Duplicate,

    /// <summary>There is no such message any more: the handler did not run, or in vain.</summary>
    Gone,

    /// <summary>The handler refused the message.</summary>
    Rejected,

    /// <summary>There is no room for its effects now.</summary>
    Full,

    /// <summary>The state was changed under it, or another activation wrote: it has to run again, and has not failed.</summary>
    Void,

    /// <summary>It failed.</summary>
    Failed,
}
