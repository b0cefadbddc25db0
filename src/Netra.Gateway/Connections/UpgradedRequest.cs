using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Netra.Gateway;

/// <summary>
/// Lets go of what an upgraded request no longer needs and ASP.NET Core keeps for as long as its socket lives: the token, headers, features.
/// </summary>
internal static class UpgradedRequest
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.";

    /// <summary>
    /// Where Kestrel keeps the first line of a connection's last request, to spare itself the strings of an equal one. None follows on an upgraded
    /// connection, and the token is in them: some 1.6 KB for one of 400 characters.
    /// </summary>
    /// <remarks>These are no public names. Where Kestrel has others, nothing happens but that the memory stays in use, and a test fails.</remarks>
    private static readonly FieldInfo[] FirstLine = Find("Http1Connection", "_parsedRawTarget", "_parsedQueryString");

    /// <summary>The tables of headers that have no field of their own in Kestrel, as those of WebSocket.</summary>
    private static readonly FieldInfo[] OtherHeaders = Find("HttpHeaders", "MaybeUnknown");

    /// <summary>Comes when the upgrade is accepted: nothing of the request is looked at any more.</summary>
    public static void LetGo(HttpContext context)
    {
        var features = context.Features;
        if (features.Get<IHttpRequestFeature>() is { } request)
        {
            request.Headers.Clear();
            request.QueryString = "";
            request.RawTarget = request.Path;
            Clear(OtherHeaders, request.Headers);
        }

        if (features.Get<IHttpResponseFeature>() is { HasStarted: true } response) Clear(OtherHeaders, response.Headers);
        Clear(FirstLine, features);
        features.Set<HiddenToken>(null);
        features.Set<IQueryFeature>(null);
        features.Set<IHttpWebSocketFeature>(null);
        features.Set<IItemsFeature>(null);
        TrafficUpgrade.Remove(context);
        DropReferences(context);
    }

    /// <summary>A context lets go of features that were taken out when it next looks for one, and each of its parts has references of its own.</summary>
    private static void DropReferences(HttpContext context)
    {
        // The server makes it anew for whoever asks.
        context.TraceIdentifier = null!;
        _ = (context.Request.Method, context.Response.StatusCode, context.WebSockets.IsWebSocketRequest);
    }

    private static void Clear(FieldInfo[] fields, object owner)
    {
        foreach (var field in fields)
        {
            if (field.DeclaringType!.IsInstanceOfType(owner)) field.SetValue(owner, null);
        }
    }

    private static FieldInfo[] Find(string type, params ReadOnlySpan<string> names)
    {
        var found = new List<FieldInfo>();
        foreach (var name in names)
        {
            if (typeof(KestrelServerOptions).Assembly.GetType(Kestrel + type)?.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic) is { } field)
                found.Add(field);
        }

        return [.. found];
    }
}
