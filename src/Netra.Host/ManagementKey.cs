using System.Text;
using Netra.Gateway;

namespace Netra.Host;

/// <summary>What on the management port needs an API key with the scope <c>admin</c>.</summary>
internal static class ManagementKey
{
    private const string Scope = "admin";
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>Runs a call for whoever shows such a key, and refuses others.</summary>
    /// <param name="context">The request.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="call">The call.</param>
    /// <param name="asksBrowser">Whether browsers ask their user: the key is then taken as the password of any name, too.</param>
    public static Task GuardAsync(HttpContext context, IApiKeys keys, Func<Task> call, bool asksBrowser = false)
    {
        var status = ShownIn(context, asksBrowser) is { } key ? keys.Check(key, Scope) : ApiKeyStatus.Unknown;
        if (status == ApiKeyStatus.Allowed) return call();
        if (status == ApiKeyStatus.LacksScope) return RefuseAsync(context, StatusCodes.Status403Forbidden, $"The API key lacks the scope '{Scope}'.");
        context.Response.Headers.WWWAuthenticate = asksBrowser ? "Basic realm=\"An API key with the scope admin, as the password\", charset=\"UTF-8\"" : "Bearer";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, $"Pass an API key with the scope '{Scope}' as 'Authorization: Bearer <key>'.");
    }

    public static Task RefuseAsync(HttpContext context, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(context);

    private static string? ShownIn(HttpContext context, bool takesPassword)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        if (shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return shown[Bearer.Length..].Trim();
        return takesPassword && shown.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? PasswordOf(shown[Basic.Length..].Trim()) : null;
    }

    /// <summary>RFC 7617 section 2.</summary>
    private static string? PasswordOf(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[(colon + 1)..];
    }
}
