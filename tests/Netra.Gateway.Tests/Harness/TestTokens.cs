using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Gateway.Tests;

/// <summary>Makes tokens by hand, so that wrong ones can be made too.</summary>
internal static class TestTokens
{
    public const string Secret = "a secret of the tests, 32 bytes and more";

    public static AuthenticationOptions Options() => new() { Keys = { new TokenKeyOptions { Algorithm = "HS256", Secret = Secret } } };

    public static string Of(string user, DateTimeOffset expires, string? plan = null) =>
        SignHs256($$"""{"sub":"{{user}}","exp":{{expires.ToUnixTimeSeconds()}}{{(plan is null ? "" : $",\"plan\":\"{plan}\"")}}}""");

    public static string SignHs256(string payload, string secret = Secret, string header = """{"alg":"HS256","typ":"JWT"}""") =>
        SignHs256(payload, Encoding.UTF8.GetBytes(secret), header);

    public static string SignHs256(string payload, byte[] key, string header = """{"alg":"HS256","typ":"JWT"}""") =>
        Sign(header, payload, data => HMACSHA256.HashData(key, data));

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
