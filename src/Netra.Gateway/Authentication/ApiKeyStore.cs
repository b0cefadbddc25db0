using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>Finds the API key that a caller shows. Compares every hash in constant time, whichever matches.</summary>
internal sealed class ApiKeyStore(IOptions<ApiOptions> options) : IApiKeys
{
    private readonly List<(byte[] Hash, ApiKeyOptions Key)> _keys =
        [.. options.Value.Keys.Select(key => (Convert.FromHexString(key.Sha256), key))];

    public ApiKeyOptions? Find(string shown)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        ApiKeyOptions? found = null;
        foreach (var (candidate, key) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, candidate)) found = key;
        }

        return found;
    }

    public ApiKeyStatus Check(string key, string scope) => Find(key) switch
    {
        null => ApiKeyStatus.Unknown,
        { } found => found.Scopes.Contains(scope) ? ApiKeyStatus.Allowed : ApiKeyStatus.LacksScope,
    };
}
