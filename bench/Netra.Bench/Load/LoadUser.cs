using System.Globalization;

namespace Netra.Bench;

/// <summary>The names of users, all of one length.</summary>
internal static class LoadUser
{
    /// <summary>The digits at the end of a name.</summary>
    public const int Digits = 8;

    public static string Name(int user) => string.Create(CultureInfo.InvariantCulture, $"user-{user:d8}");
}
