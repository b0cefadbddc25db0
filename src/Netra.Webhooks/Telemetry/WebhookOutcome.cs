namespace Netra.Webhooks;

/// <summary>How a call ended.</summary>
internal enum WebhookOutcome
{
    /// <summary>2xx with an answer in order.</summary>
    Succeeded,

    /// <summary>422 in order: the message is wrong, and its sender is told.</summary>
    Rejected,

    /// <summary>A status that another try would not change.</summary>
    Refused,

    /// <summary>The last try was answered with a status that asks for another.</summary>
    Unavailable,

    /// <summary>The last try, or all of them, took too long.</summary>
    TimedOut,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>Not tried: the circuit is open.</summary>
    CircuitOpen,

    /// <summary>Not tried: too many calls wait already.</summary>
    Overloaded,

    /// <summary>The answer is not as specified.</summary>
    InvalidAnswer,

    /// <summary>The handler was told to stop.</summary>
    Cancelled,

    /// <summary>A fault of this code.</summary>
    Error,
}
