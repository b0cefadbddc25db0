using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Netra.Gateway;

/// <summary>
/// Takes tokens out of the query before anything else sees the request, so that no log, trace or error page can show one.
/// </summary>
/// <remarks>ASP.NET Core logs a request's URL before the first middleware runs; only the factory of the context comes earlier.</remarks>
internal sealed partial class TokenShield(IServiceProvider services) : IHttpContextFactory
{
    private const string Parameter = "token";

    /// <summary>Longer than every method there is (RFC 3744 has the longest), and shorter than every token.</summary>
    private const int MaxMethodLength = 32;

    /// <summary>How every JWT begins: an opening brace and quote in base64url.</summary>
    private const string JwtStart = "eyJ";

    private const string Hidden = "HIDDEN";

    private readonly DefaultHttpContextFactory _inner = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request)
        {
            if (request.QueryString.Contains('=')) Hide(request, featureCollection);
            // Tokens that a broken client put somewhere else; all of it is logged too.
            if (request.Method.Length > MaxMethodLength) request.Method = Hidden;
            if (request.RawTarget.Contains(JwtStart, StringComparison.Ordinal) || request.RawTarget.Contains(TicketText.Prefix, StringComparison.Ordinal))
                HideMisplaced(request);
        }

        return _inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _inner.Dispose(httpContext);

    private static void HideMisplaced(IHttpRequestFeature request)
    {
        request.Path = Credential().Replace(request.Path, Hidden);
        request.QueryString = Credential().Replace(request.QueryString, Hidden);
        request.RawTarget = Credential().Replace(request.RawTarget, Hidden);
    }

    /// <summary>A JWT, whole or cut, or a ticket. A ticket that is cut can't be used; what only begins like one may be a user's name.</summary>
    [GeneratedRegex("""eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)?|tk_[A-Za-z0-9_-]{43}""")]
    private static partial Regex Credential();

    private static void Hide(IHttpRequestFeature request, IFeatureCollection features)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        var hidden = query.Keys.Where(key => string.Equals(key, Parameter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (hidden.Count == 0) return;
        if (query.TryGetValue(Parameter, out var token)) features.Set(new HiddenToken(token.ToString()));
        foreach (var key in hidden) query.Remove(key);
        request.QueryString = new QueryBuilder(query).ToQueryString().Value ?? "";
        var path = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (path >= 0) request.RawTarget = request.RawTarget[..path] + request.QueryString;
    }
}
