namespace Netra.Gateway;

/// <summary>What the operating system knows of a client that takes nothing more: whether the client's system still takes what was written before.</summary>
internal interface IAcknowledgedBytes
{
    /// <summary>How many bytes the client's system has acknowledged since the connection began; null when that can't be known.</summary>
    long? Read();
}
