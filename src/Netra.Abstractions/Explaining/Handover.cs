namespace Netra.Abstractions;

/// <summary>Whether a connection was given a message.</summary>
public enum Handover : byte
{
    /// <summary>Nothing says so any more.</summary>
    Unknown,

    /// <summary>It was written to the socket. That the client has had it, only an acknowledgement says.</summary>
    Given,

    /// <summary>It waits for the socket.</summary>
    Queued,

    /// <summary>The connection has not come to it.</summary>
    NotYet,

    /// <summary>The connection began behind it.</summary>
    BeganLater,

    /// <summary>The client was told that it will not come.</summary>
    Skipped,

    /// <summary>The connection ended before it came to it, or with it in its queue.</summary>
    EndedBefore,
}
