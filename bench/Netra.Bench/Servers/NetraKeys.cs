using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Bench;

/// <summary>Keys made for one run: what client tokens are signed with, and the key of the server API.</summary>
internal sealed record NetraKeys(string Secret, string ApiKey)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>Longer than any run.</summary>
    private const int TokenSeconds = 24 * 3_600;

    public static NetraKeys Create() => new(RandomNumberGenerator.GetHexString(64), RandomNumberGenerator.GetHexString(32));

    /// <summary>The settings with which a host accepts them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("Netra:Authentication:Keys:0:Algorithm", "HS256"),
        new("Netra:Authentication:Keys:0:Secret", Secret),
        new("Netra:Api:Keys:0:Name", "bench"),
        new("Netra:Api:Keys:0:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiKey)))),
        new("Netra:Api:Keys:0:Scopes:0", "publish"),
        new("Netra:Api:Keys:0:Scopes:1", "read"),
    ];

    /// <summary>A token of a user.</summary>
    public string TokenOf(string user)
    {
        var expires = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + TokenSeconds;
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"sub":"{{user}}","exp":{{expires}}}""");
        var signed = Encode(Header) + "." + Encode(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)));
    }

    /// <summary>The request target of a user's socket.</summary>
    public string TargetOf(string user) => "/ws?token=" + TokenOf(user);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
