using System.Security.Cryptography;
using System.Text;

namespace Netra.Webhooks;

/// <summary>Signs requests in the Standard Webhooks scheme: HMAC-SHA256 over <c>id.timestamp.body</c>, once with each key.</summary>
internal sealed class WebhookSigner
{
    private readonly List<byte[]> _keys;

    /// <param name="secrets">Secrets that the validator has let through.</param>
    public WebhookSigner(IEnumerable<string> secrets) =>
        _keys = [.. secrets.Select(secret => WebhookSecret.TryRead(secret, out var key) ? key : throw new ArgumentException("A secret " + WebhookSecret.Rule + "."))];

    /// <summary>The value of <c>webhook-signature</c>: <c>v1,</c> and the signature in base64, for each key, with a space between.</summary>
    public string Sign(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(id), (byte)'.', .. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. body];
        return string.Join(' ', _keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content))));
    }
}
