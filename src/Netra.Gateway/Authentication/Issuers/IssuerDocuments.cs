using System.Text.Json;

namespace Netra.Gateway;

/// <summary>
/// Fetches what issuers publish: never over a redirect, never more than is allowed, from https addresses alone unless the issuer's options say otherwise.
/// </summary>
internal sealed class IssuerDocuments : IDisposable
{
    private const int MaxResponseHeadersKilobytes = 16;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseHeadersLength = MaxResponseHeadersKilobytes,
        // What is too much is not read to its end.
        MaxResponseDrainSize = 0,
        // An issuer that moves to another address is found there.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Every fetch has a deadline of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads an issuer's key set, by way of its description where it has one.</summary>
    /// <exception cref="HttpRequestException">The issuer did not answer with 200.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="FormatException">What came is not what it should be; says how.</exception>
    public async Task<byte[]> ReadKeySetAsync(IssuerOptions options, CancellationToken cancellationToken)
    {
        if (IssuerRules.DiscoveryOf(options) is not { } discovery) return await ReadAsync(new Uri(options.JwksUrl!), options, cancellationToken);
        var description = await ReadAsync(discovery, options, cancellationToken);
        return await ReadAsync(ReadKeySetAddress(description, options), options, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private static Uri ReadKeySetAddress(byte[] description, IssuerOptions options)
    {
        using var document = ParseObject(description);
        var issuer = JwtText.Of(document.RootElement, "issuer");
        // Discovery 1.0 section 4.3: else one issuer could speak for another.
        if (issuer != IssuerRules.IssuerOf(options)) throw new FormatException($"The issuer describes itself as '{issuer}'.");
        return Uri.TryCreate(JwtText.Of(document.RootElement, "jwks_uri"), UriKind.Absolute, out var address) && IssuerRules.IsAllowed(address, options.AllowHttp)
            ? address
            : throw new FormatException("The issuer's 'jwks_uri' is no address that keys may be fetched from.");
    }

    private static JsonDocument ParseObject(byte[] utf8)
    {
        try
        {
            var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Told below: it is not this text's place that matters.
        }

        throw new FormatException("The issuer's description is no JSON object.");
    }

    private async Task<byte[]> ReadAsync(Uri address, IssuerOptions options, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.OK) throw new HttpRequestException($"{address} answered {(int)response.StatusCode}.");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (document.Length + read > options.MaxDocumentBytes) throw new FormatException($"{address} has more than {options.MaxDocumentBytes} bytes.");
            document.Write(buffer, 0, read);
        }

        return document.ToArray();
    }
}
