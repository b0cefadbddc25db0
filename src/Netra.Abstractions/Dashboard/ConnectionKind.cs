namespace Netra.Abstractions;

/// <summary>Which connections are looked for.</summary>
public enum ConnectionKind
{
    /// <summary>Any.</summary>
    All,

    /// <summary>They read from the log.</summary>
    CatchingUp,

    /// <summary>Their socket has not taken what was written to it for a second or more.</summary>
    Slow,
}
