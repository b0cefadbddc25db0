namespace Netra.Abstractions;

/// <summary>How an item of a client ended.</summary>
public enum SubmitStatus
{
    /// <summary>Durably accepted: relayed, handled, or taken for handling in the background. A change of the state is told by its <c>state_updated</c>.</summary>
    Accepted,

    /// <summary>The same id was accepted before; nothing was done.</summary>
    Duplicate,

    /// <summary>A change of the state for another version than the present one; nothing was done.</summary>
    Conflict,

    /// <summary>Not accepted; the error says why. After <c>handler_failed</c> it is a dead letter.</summary>
    Refused,
}
