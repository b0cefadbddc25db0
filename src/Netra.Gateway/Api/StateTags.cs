using System.Globalization;
using Microsoft.Extensions.Primitives;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Versions of the state as entity tags (RFC 9110 section 8.8.3): <c>"7"</c>.</summary>
internal static class StateTags
{
    private const string Any = "*";

    /// <summary>The tag of a version.</summary>
    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>The versions of an <c>If-Match</c>, any of which may be changed; null when every one may.</summary>
    /// <exception cref="ApiException">It is no list of strong tags of versions.</exception>
    public static IReadOnlyList<long>? ReadIfMatch(StringValues header)
    {
        if (header.Count == 0 || header.ToString().Trim() == Any) return null;
        var versions = new List<long>();
        foreach (var tag in header.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryRead(tag, out var version))
                throw new ApiException(ErrorCodes.BadRequest, "'If-Match' must be '*' or strong tags of versions, such as \"7\".");
            versions.Add(version);
        }

        return versions;
    }

    /// <summary>Whether an <c>If-None-Match</c> says that the caller has this version. Tags that are none of ours match nothing.</summary>
    public static bool IsKnownBy(StringValues header, long version) =>
        header.Count > 0 && header.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == Any || tag == Of(version) || tag == "W/" + Of(version));

    private static bool TryRead(string tag, out long version)
    {
        version = 0;
        return tag.Length > 2
            && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out version)
            && tag == Of(version);
    }
}
