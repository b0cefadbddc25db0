using Netra.Gateway;

namespace Netra.Host;

/// <summary>
/// <c>/dashboard</c>: the page, which has nothing to hide, and below <c>/dashboard/api</c> what it shows. That needs an API key with the scope <c>admin</c>,
/// but in Development.
/// </summary>
internal sealed class DashboardEndpoint(DashboardApi api, IUserCalls users, IApiKeys keys, IHostEnvironment environment)
{
    private const string Root = "/dashboard";
    private const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private bool IsOpen => environment.IsDevelopment();

    public static bool IsMeant(HttpContext context) => context.Request.Path.StartsWithSegments(Root);

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value![Root.Length..];
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (!path.StartsWith("/api/", StringComparison.Ordinal)) return ShowAsync(context, path);
        headers.CacheControl = "no-store";
        return IsOpen ? CallAsync(context, path["/api/".Length..]) : ManagementKey.GuardAsync(context, keys, () => CallAsync(context, path["/api/".Length..]));
    }

    private Task ShowAsync(HttpContext context, string path)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return ManagementKey.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Use GET.");
        // Asked before there is a key, so that nothing needs to be refused.
        if (path == "/access") return context.Response.WriteAsJsonAsync(new AccessBody(IsOpen), DashboardJson.Default.AccessBody);
        if (path.Length > 0) return DashboardPage.WriteAsync(context, path[1..]);
        // Behind a proxy too: what the page asks for is found from here.
        context.Response.Redirect("dashboard/");
        return Task.CompletedTask;
    }

    private Task CallAsync(HttpContext context, string path)
    {
        var call = HttpMethods.IsGet(context.Request.Method) ? Reading(context, path) : HttpMethods.IsPost(context.Request.Method) ? Changing(context, path) : null;
        return call ?? ManagementKey.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such call.");
    }

    private Task? Reading(HttpContext context, string path) => path.Split('/') switch
    {
        ["overview"] => api.OverviewAsync(context),
        ["history"] => api.HistoryAsync(context),
        ["connections"] => api.ConnectionsAsync(context),
        ["errors"] => api.ErrorsAsync(context),
        ["users", _] => users.RunAsync(context, UserCall.Describe),
        ["users", _, "dead-letters"] => users.RunAsync(context, UserCall.ReadDeadLetters),
        ["users", _, "messages", var seq, "explain"] => RunAsync(context, UserCall.Explain, "seq", seq),
        _ => null,
    };

    /// <summary>Other sites can't send JSON here: their browser would ask first.</summary>
    private Task? Changing(HttpContext context, string path)
    {
        if (!context.Request.HasJsonContentType()) return ManagementKey.RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "The body must be 'application/json'.");
        return path.Split('/') switch
        {
            ["users", _, "dead-letters", var seq, "retry"] => RunAsync(context, UserCall.RetryDeadLetter, "seq", seq),
            ["users", _, "disconnect"] => users.RunAsync(context, UserCall.DisconnectAll),
            ["users", _, "connections", var connection, "disconnect"] => RunAsync(context, UserCall.Disconnect, "connection_id", connection),
            _ => null,
        };
    }

    /// <summary>Runs a call that takes another value of the route than the user.</summary>
    private Task RunAsync(HttpContext context, UserCall call, string name, string value)
    {
        context.Request.RouteValues[name] = value;
        return users.RunAsync(context, call);
    }
}
