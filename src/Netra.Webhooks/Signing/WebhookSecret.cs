using System.Diagnostics.CodeAnalysis;

namespace Netra.Webhooks;

/// <summary>Reads secrets as the Standard Webhooks scheme writes them.</summary>
internal static class WebhookSecret
{
    /// <summary>What a secret must be. Says nothing of the one that is wrong.</summary>
    public const string Rule = "must be 'whsec_' and the base64 of 24 to 64 random bytes (echo whsec_$(openssl rand -base64 32))";

    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>Reads the key of a secret.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;

        var buffer = new byte[MaxBytes + 2];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], buffer, out var length) || length is < MinBytes or > MaxBytes) return false;
        key = buffer[..length];
        return true;
    }
}
