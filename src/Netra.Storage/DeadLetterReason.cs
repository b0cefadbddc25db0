namespace Netra.Storage;

/// <summary>Why a message became a dead letter (protocol section 3).</summary>
public enum DeadLetterReason : byte
{
    /// <summary>It fell, unread, to the limit of messages or bytes.</summary>
    Overflow = 1,

    /// <summary>It fell, unread, to the limit of age.</summary>
    Age = 2,

    /// <summary>It outlived its <c>ttl_ms</c> unread.</summary>
    Expired = 3,

    /// <summary>A client's message whose handler failed as often as it may.</summary>
    HandlerFailed = 4,

    /// <summary>A handler's message to another user that could not be delivered.</summary>
    Undeliverable = 5,
}
