using System.Security.Cryptography;
using System.Text;

namespace Netra.Webhooks.Tests;

/// <summary>Verifies requests as a receiver would that knows nothing but the Standard Webhooks text.</summary>
internal static class ReceiverCheck
{
    public static bool Verifies(string secret, ReceivedRequest request) => Verifies(secret, request, request.Body);

    public static bool Verifies(string secret, ReceivedRequest request, byte[] body)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret.Split('_', 2)[1]));
        using var content = new MemoryStream();
        content.Write(Encoding.ASCII.GetBytes(request.Id + "." + request.Timestamp + "."));
        content.Write(body);
        content.Position = 0;
        var expected = hmac.ComputeHash(content);
        return request.Signature
            .Split(' ')
            .Where(one => one.StartsWith("v1,", StringComparison.Ordinal))
            .Any(one => CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(one[3..]), expected));
    }
}
