namespace Netra.Gateway;

/// <summary>Who may call the server API (protocol section 7).</summary>
public sealed class ApiOptions
{
    /// <summary>The keys. None: every call is refused.</summary>
    public IList<ApiKeyOptions> Keys { get; init; } = [];
}
