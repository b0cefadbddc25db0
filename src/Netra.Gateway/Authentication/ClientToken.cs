using Microsoft.AspNetCore.Http;

namespace Netra.Gateway;

/// <summary>Finds the token in an upgrade request (protocol section 1).</summary>
internal static class ClientToken
{
    private const string BearerScheme = "Bearer ";
    private const string BearerSubprotocol = "bearer.";

    /// <summary>The query's token, else the header's, else the subprotocol's; null when there is none. An empty one is none.</summary>
    public static string? Find(HttpContext context)
    {
        if (context.Features.Get<HiddenToken>() is { Value.Length: > 0 } hidden) return hidden.Value;
        return FindInHeader(context.Request) ?? FindInSubprotocols(context.WebSockets.WebSocketRequestedProtocols);
    }

    /// <summary>The credential of an <c>Authorization: Bearer</c> header; null when there is none.</summary>
    public static string? FindInHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)) return null;
        var credential = header[BearerScheme.Length..].Trim();
        return credential.Length == 0 ? null : credential;
    }

    private static string? FindInSubprotocols(IEnumerable<string> offered)
    {
        var subprotocol = offered.FirstOrDefault(name => name.StartsWith(BearerSubprotocol, StringComparison.Ordinal));
        return subprotocol is null || subprotocol.Length == BearerSubprotocol.Length ? null : subprotocol[BearerSubprotocol.Length..];
    }
}
