namespace Netra.Bench;

/// <summary>What a text of a server is to its client.</summary>
internal enum TextKind
{
    /// <summary>Nothing that counts.</summary>
    Other,

    /// <summary>From here on it gets its messages.</summary>
    Hello,

    Message,

    /// <summary>Wants an answer.</summary>
    Ping,

    /// <summary>Something is wrong.</summary>
    Error,
}
