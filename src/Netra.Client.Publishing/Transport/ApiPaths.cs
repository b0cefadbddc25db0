using System.Globalization;
using Netra.Protocol;

namespace Netra.Client.Publishing;

/// <summary>The paths of the server API.</summary>
internal static class ApiPaths
{
    /// <summary>The path of a user, or of something of a user.</summary>
    /// <exception cref="ArgumentException">The user's id is none.</exception>
    public static string User(string user, string rest = "") => "users/" + Uri.EscapeDataString(Check(user)) + rest;

    /// <summary>The query of a page.</summary>
    public static string Page(long after, int limit) => string.Create(CultureInfo.InvariantCulture, $"?after={after}&limit={limit}");

    public static string Number(long seq) => seq.ToString(CultureInfo.InvariantCulture);

    /// <summary>The user id, when it is one.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Check(string user) => UserId.TryParse(user, out _)
        ? user
        : throw new ArgumentException($"A user id has 1 to {UserId.MaxLength} printable characters, and is neither '.' nor '..'.", nameof(user));
}
