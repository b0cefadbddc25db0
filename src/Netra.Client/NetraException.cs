namespace Netra.Client;

/// <summary>Why a message was not accepted, or a connection is closed.</summary>
public sealed class NetraException : Exception
{
    /// <param name="code">A stable code.</param>
    /// <param name="message">For people.</param>
    /// <param name="inner">What led to it.</param>
    public NetraException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>One of the protocol's codes (section 6), or <c>outbox_full</c>, <c>too_large</c>, <c>version_conflict</c>, <c>invalid_id</c>, <c>closed</c>.</summary>
    public string Code { get; }
}
