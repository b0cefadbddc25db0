namespace Netra.Gateway;

/// <summary>The configured API keys, for what a host serves beside the server API.</summary>
public interface IApiKeys
{
    /// <summary>Whether there is such a key, and it has the scope. Compares in constant time.</summary>
    /// <param name="key">The key as its bearer shows it.</param>
    /// <param name="scope">One of the scopes of <see cref="ApiKeyOptions.Scopes"/>.</param>
    ApiKeyStatus Check(string key, string scope);
}
