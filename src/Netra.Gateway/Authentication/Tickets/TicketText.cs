using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Gateway;

/// <summary>What a ticket looks like: a prefix and 32 random bytes in base64url. It is kept by its hash, so that nobody who reads a book can use it.</summary>
internal static class TicketText
{
    /// <summary>What a ticket begins with.</summary>
    public const string Prefix = "tk_";

    private const int RandomBytes = 32;

    /// <summary>43 characters carry 32 bytes.</summary>
    private const int Length = 3 + 43;

    public static string NewTicket() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a token is meant to be a ticket, rather than a JWT.</summary>
    public static bool IsMeant(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether a text can have come from <see cref="NewTicket"/>.</summary>
    public static bool IsTicket(string text)
    {
        if (text.Length != Length || !IsMeant(text)) return false;
        foreach (var c in text.AsSpan(Prefix.Length))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }

        return true;
    }

    public static byte[] HashOf(string ticket) => SHA256.HashData(Encoding.UTF8.GetBytes(ticket));
}
