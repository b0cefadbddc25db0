using Netra.Protocol;

namespace Netra.Webhooks;

/// <summary>What must hold of one route. No rule quotes a secret.</summary>
internal static class WebhookRouteRules
{
    private const int MaxNameLength = 64;
    private const int MaxSecrets = 2;
    private const int MaxRetries = 10;
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <summary>What the pipeline can time.</summary>
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>A client's message is held up by the call, and behind it every later one of that user.</summary>
    private static readonly TimeSpan LongestForeground = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestBackground = TimeSpan.FromHours(1);

    public static IEnumerable<(string Setting, string Rule)> Check(WebhookRouteOptions route) =>
        CheckName(route.Name).Concat(CheckTypes(route.Types)).Concat(CheckUrl(route)).Concat(CheckSecrets(route.Secrets)).Concat(CheckLimits(route));

    private static IEnumerable<(string Setting, string Rule)> CheckName(string? name)
    {
        if (name is not { Length: >= 1 and <= MaxNameLength } || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            yield return (nameof(WebhookRouteOptions.Name), $"must have 1 to {MaxNameLength} characters of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    private static IEnumerable<(string Setting, string Rule)> CheckTypes(IList<string> types)
    {
        if (types.Count == 0) yield return (nameof(WebhookRouteOptions.Types), "at least one type is needed");
        for (var i = 0; i < types.Count; i++)
        {
            if (TypeFault(types[i]) is { } fault) yield return ($"{nameof(WebhookRouteOptions.Types)}:{i}", fault);
        }
    }

    private static string? TypeFault(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern)) return "must not be empty";
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 && star < pattern.Length - 1) return $"'{pattern}' may have a '*' at its end only";
        if (pattern.TrimEnd('*').Length > FrameTypes.MaxLength) return $"must have at most {FrameTypes.MaxLength} characters";
        return FrameTypes.IsReserved(pattern) ? $"'{pattern}' is reserved for the protocol's own frames" : null;
    }

    private static IEnumerable<(string Setting, string Rule)> CheckUrl(WebhookRouteOptions route)
    {
        const string Setting = nameof(WebhookRouteOptions.Url);
        if (!Uri.TryCreate(route.Url, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            yield return (Setting, "must be an address that begins with https://");
            yield break;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !route.AllowHttp)
            yield return (Setting, $"must begin with https:// (http:// is for this machine itself, or with {nameof(route.AllowHttp)})");
        if (url.UserInfo.Length > 0) yield return (Setting, "must not carry a user name or password; the signature says who calls");
        if (url.Fragment.Length > 0) yield return (Setting, "must not have a '#' part, which is never sent");
    }

    private static IEnumerable<(string Setting, string Rule)> CheckSecrets(IList<string> secrets)
    {
        const string Setting = nameof(WebhookRouteOptions.Secrets);
        if (secrets.Count is < 1 or > MaxSecrets) yield return (Setting, "must be one secret, or two while it is rotated");
        for (var i = 0; i < secrets.Count; i++)
        {
            if (!WebhookSecret.TryRead(secrets[i], out _)) yield return ($"{Setting}:{i}", WebhookSecret.Rule);
        }
    }

    private static IEnumerable<(string Setting, string Rule)> CheckLimits(WebhookRouteOptions route)
    {
        var longest = route.InBackground ? LongestBackground : LongestForeground;
        if (route.AttemptTimeout < ShortestTimeout || route.AttemptTimeout > route.TotalTimeout)
            yield return (nameof(route.AttemptTimeout), $"must be from 10 milliseconds to {nameof(route.TotalTimeout)}");
        if (route.TotalTimeout < ShortestTimeout || route.TotalTimeout > longest)
        {
            yield return (nameof(route.TotalTimeout), route.InBackground
                ? "must be from 10 milliseconds to an hour"
                : "must be from 10 milliseconds to 30 seconds, for its sender waits; with InBackground to an hour");
        }

        if (route.Retries is < 0 or > MaxRetries) yield return (nameof(route.Retries), $"must be from 0 to {MaxRetries}");
        if (route.FirstRetryDelay <= TimeSpan.Zero || route.FirstRetryDelay > route.TotalTimeout)
            yield return (nameof(route.FirstRetryDelay), $"must be above 0 and not above {nameof(route.TotalTimeout)}");
        if (route.MaxAnswerBytes is < 1024 or > LongestAnswer)
            yield return (nameof(route.MaxAnswerBytes), $"must be from 1024 to {LongestAnswer}");
    }
}
