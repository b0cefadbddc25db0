namespace Netra.Gateway;

/// <summary>What an API key is good for.</summary>
public enum ApiKeyStatus
{
    /// <summary>There is no such key.</summary>
    Unknown,

    /// <summary>The key lacks the scope.</summary>
    LacksScope,

    /// <summary>The key has the scope.</summary>
    Allowed,
}
