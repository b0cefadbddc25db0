namespace Netra.Client;

/// <summary>Why a token is asked for (docs/client.md, section 8).</summary>
public enum TokenReason
{
    /// <summary>Before each connection. The same token again will do while it is valid; a ticket never.</summary>
    Connect,

    /// <summary>Before the next connection, after the server refused the token before. It has to be a new one.</summary>
    Refused,

    /// <summary>Before the present one expires. It has to be a new one.</summary>
    Refresh,
}
