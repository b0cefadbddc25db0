namespace Netra.Protocol;

/// <summary>The version of the protocol that this build speaks.</summary>
public static class ProtocolVersion
{
    /// <summary>The WebSocket subprotocol, and the <c>protocol</c> of <c>connection_established</c>.</summary>
    public const string Subprotocol = "netra.v1";
}
