using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Netra.Faults;

/// <summary>The keys of a run's cluster: made for it, known to nobody else.</summary>
internal sealed class ClusterKeys
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(6);

    private readonly string _secret = RandomNumberGenerator.GetHexString(64);

    /// <summary>What publishers show.</summary>
    public string ApiKey { get; } = RandomNumberGenerator.GetHexString(48);

    /// <summary>The settings that make a process take them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Netra:Authentication:Keys:0:Algorithm", "HS256"),
        new("Netra:Authentication:Keys:0:Secret", _secret),
        new("Netra:Api:Keys:0:Name", "faults"),
        new("Netra:Api:Keys:0:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey)))),
        new("Netra:Api:Keys:0:Scopes:0", "publish"),
        new("Netra:Api:Keys:0:Scopes:1", "read"),
    ];

    /// <summary>A token that lets a user in.</summary>
    public string TokenOf(string user)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new { sub = user, iat = now.ToUnixTimeSeconds(), exp = (now + TokenLifetime).ToUnixTimeSeconds() };
        var signed = Encode("""{"alg":"HS256","typ":"JWT"}"""u8) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static string Encode(ReadOnlySpan<byte> json) => Base64Url.EncodeToString(json);
}
