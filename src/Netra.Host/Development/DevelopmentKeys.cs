using Netra.Gateway;

namespace Netra.Host;

/// <summary>The keys that make one command enough to try everything. Added in the environment Development and in no other.</summary>
internal static class DevelopmentKeys
{
    /// <summary>The API key.</summary>
    public const string ApiKey = "dev-key";

    /// <summary>What development tokens are signed with. Everybody knows it: that is its point, and why it is never added elsewhere.</summary>
    public const string SigningSecret = "netra development signing key, known to everybody";

    private const string ApiKeySha256 = "7e9f8fd111802be56c379d597842e29b2cebd35ff2133d431a49fa556a18704e";

    public static void AddTo(IServiceCollection services)
    {
        services.Configure<AuthenticationOptions>(options =>
            options.Keys.Add(new TokenKeyOptions { Algorithm = "HS256", KeyId = "development", Secret = SigningSecret }));
        services.Configure<ApiOptions>(options =>
            options.Keys.Add(new ApiKeyOptions { Name = "development", Sha256 = ApiKeySha256, Scopes = { "publish", "read", "tickets", "connections", "admin" } }));
    }
}
