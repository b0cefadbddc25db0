namespace Netra.Gateway;

/// <summary>What the options of an issuer must be, and what follows from them.</summary>
internal static class IssuerRules
{
    /// <summary>What issuers may sign with. Never an HMAC: its key would be known to everybody who can read the set.</summary>
    public static readonly IReadOnlyList<string> Algorithms = ["RS256", "ES256", "PS256"];

    private const string DiscoveryPath = "/.well-known/openid-configuration";
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The <c>iss</c> of its tokens.</summary>
    public static string? IssuerOf(IssuerOptions options) => options.Issuer ?? options.Authority;

    /// <summary>Where the issuer describes itself; null when it does not.</summary>
    public static Uri? DiscoveryOf(IssuerOptions options) =>
        options.Authority is null ? null : new Uri(options.Authority.TrimEnd('/') + DiscoveryPath);

    /// <summary>What is accepted of the issuer.</summary>
    public static IReadOnlyCollection<string> AlgorithmsOf(IssuerOptions options) => options.Algorithms.Count == 0 ? Algorithms : [.. options.Algorithms];

    /// <summary>Whether keys may be fetched from there.</summary>
    public static bool IsAllowed(Uri address, bool allowHttp) =>
        address.Scheme == Uri.UriSchemeHttps || (allowHttp && address.Scheme == Uri.UriSchemeHttp);

    /// <summary>Every setting that is wrong, with what it must be.</summary>
    public static IEnumerable<(string Setting, string Rule)> FaultsOf(IssuerOptions options)
    {
        if (options.Authority is null == options.JwksUrl is null)
            yield return (nameof(options.Authority), $"exactly one of {nameof(options.Authority)} and {nameof(options.JwksUrl)} is needed");
        if (options.JwksUrl is not null && string.IsNullOrEmpty(options.Issuer))
            yield return (nameof(options.Issuer), $"is needed with {nameof(options.JwksUrl)}: tokens are matched to issuers by their 'iss'");
        if (options.Issuer is { Length: 0 }) yield return (nameof(options.Issuer), "must not be empty");
        if (options.Authority is { } authority && FaultOf(authority, options.AllowHttp) is { } one) yield return (nameof(options.Authority), one);
        if (options.JwksUrl is { } url && FaultOf(url, options.AllowHttp) is { } other) yield return (nameof(options.JwksUrl), other);
        if (options.Algorithms.Except(Algorithms).Any()) yield return (nameof(options.Algorithms), $"must be of {string.Join(", ", Algorithms)}");
        if (options.MinRefreshInterval < MinInterval || options.MinRefreshInterval > options.RefreshInterval)
            yield return (nameof(options.MinRefreshInterval), $"must be at least {MinInterval} and not above {nameof(options.RefreshInterval)}");
        if (options.RefreshInterval > MaxInterval) yield return (nameof(options.RefreshInterval), $"must be {MaxInterval} at most");
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > MaxTimeout) yield return (nameof(options.Timeout), $"must be above 0 and {MaxTimeout} at most");
        if (options.MaxWaiting < 1) yield return (nameof(options.MaxWaiting), "must be at least 1");
        if (options.MaxDocumentBytes < 1024) yield return (nameof(options.MaxDocumentBytes), "must be at least 1024");
    }

    private static string? FaultOf(string address, bool allowHttp)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !IsAllowed(uri, allowHttp: true)) return "must be an address that begins with https://";
        if (!IsAllowed(uri, allowHttp)) return $"must begin with https:// (http:// is for development, with {nameof(IssuerOptions.AllowHttp)})";
        return uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 ? "must have neither a user name nor a '#' part" : null;
    }
}
