namespace Netra.Gateway;

/// <summary>A key of the server API, stored as a hash.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Who the key belongs to, for logs.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 of the key's UTF-8 bytes: 64 hexadecimal digits (<c>printf %s "$KEY" | sha256sum</c>).</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What the key may do: <c>publish</c>, <c>read</c>, <c>tickets</c>, <c>connections</c>, <c>admin</c>.</summary>
    public IList<string> Scopes { get; init; } = [];
}
