using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>Makes tokens as RFC 7515 says, right ones and wrong ones.</summary>
internal static class TestToken
{
    /// <summary>What development tokens are signed with; everybody knows it.</summary>
    public const string DevelopmentSecret = "netra development signing key, known to everybody";

    /// <summary>The header of a token that the development key signs.</summary>
    public const string Header = """{"alg":"HS256","typ":"JWT","kid":"development"}""";

    /// <summary>Seconds since 1970.</summary>
    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>A token that is right: for a user, with an hour to go.</summary>
    public static string For(string user, string secret = DevelopmentSecret) =>
        Sign(JsonSerializer.Serialize(new { sub = user, exp = Now + 3_600 }), secret);

    /// <summary>Signs claims by HS256.</summary>
    public static string Sign(string claims, string secret = DevelopmentSecret, string header = Header)
    {
        var signed = Encode(header) + "." + Encode(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
    }

    /// <summary>A part of a token.</summary>
    public static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
