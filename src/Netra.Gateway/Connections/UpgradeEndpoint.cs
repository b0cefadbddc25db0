using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary><c>GET /ws</c>: checks an upgrade request in the protocol's order, attaches the connection to its user, and serves it.</summary>
internal sealed class UpgradeEndpoint(
    ConnectionServices services, ConnectionHub hub, Drain drain, ILogger<UpgradeEndpoint> logger)
{
    /// <summary>How long a refused client should wait, in seconds.</summary>
    private const int RetryAfterSeconds = 2;

    public async Task HandleAsync(HttpContext context)
    {
        if (CheckHandshake(context) is { } fault)
        {
            await RefuseByHttpAsync(context, fault);
            return;
        }

        var (access, parameters, refusal) = await CheckAsync(context);
        if (refusal is not null) await RefuseAsync(context, refusal);
        else await ServeAsync(context, access!, parameters!);
    }

    /// <summary>Draining, origin, token, parameters, in this order; limits come with the attach.</summary>
    private async Task<(Access? Access, UpgradeParameters? Parameters, Refusal? Refusal)> CheckAsync(HttpContext context)
    {
        if (drain.IsDraining) return Refuse(ErrorCodes.Draining, "This gateway is shutting down.");
        if (!IsOriginAllowed(context.Request)) return Refuse(ErrorCodes.OriginNotAllowed, "This origin is not allowed.");
        if (ClientToken.Find(context) is not { } token)
            return Refuse(ErrorCodes.TokenMissing, "Pass a token as 'token', in an Authorization header, or as a subprotocol.");
        var result = await services.Tokens.ValidateAsync(token);
        if (result.Error is { } error) return Refuse(error, result.Detail);
        return UpgradeParameters.TryRead(context.Request.Query, out var parameters, out var fault)
            ? (result.Access, parameters, null)
            : Refuse(ErrorCodes.BadRequest, fault);

        static (Access?, UpgradeParameters?, Refusal?) Refuse(ErrorCode code, string detail) => (null, null, new Refusal(code, detail));
    }

    private async Task ServeAsync(HttpContext context, Access access, UpgradeParameters parameters)
    {
        var identity = new ConnectionIdentity(
            ConnectionId.NewId(), access.User, parameters.Client ?? ClientId.NewId(), parameters.Client is not null, services.NowMs());
        var connection = new Connection(identity, services, access.ExpiresAtMs) { AcknowledgesByPong = parameters.AcknowledgesByPong };
        // Before the attach, so that no push of a frame that becomes durable meanwhile is missed.
        hub.Add(connection);
        try
        {
            // A drain that began behind the first check, and before the connection was in the hub, has not seen it.
            var (attached, refusal) = drain.IsDraining
                ? (null, new Refusal(ErrorCodes.Draining, "This gateway is shutting down."))
                : await AttachAsync(connection, parameters);
            if (refusal is not null)
            {
                await RefuseAsync(context, refusal);
                return;
            }

            var lifetime = new SocketLifetime(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
            context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
            var socket = await AcceptAsync(context);
            await connection.RunAsync(socket, attached!, parameters.StateVersion);
            if (connection.WasCut) lifetime.Cut();
        }
        finally
        {
            hub.Remove(connection);
            await connection.DetachAsync();
            GatewayLog.Disconnected(logger, identity.Id);
        }
    }

    private async Task<(AttachResult? Attached, Refusal? Refusal)> AttachAsync(Connection connection, UpgradeParameters parameters)
    {
        var request = connection.AttachRequestOf(cursor: null) with
        {
            Resume = parameters.Resume,
            Start = parameters.Start,
            ConnectionLimit = services.Options.ConnectionsPerUser,
        };
        try
        {
            var attached = await services.Users.Find(connection.Identity.User).AttachAsync(request);
            return attached.Status == AttachStatus.ConnectionLimit
                ? (null, new Refusal(ErrorCodes.ConnectionLimit, $"The user has {services.Options.ConnectionsPerUser} connections already."))
                : (attached, null);
        }
        catch (Exception exception)
        {
            GatewayLog.AttachFailed(logger, exception);
            return (null, new Refusal(ErrorCodes.Unavailable, "The user's messages can't be reached now."));
        }
    }

    /// <summary>What is wrong with the request as a WebSocket handshake (RFC 6455 section 4.2.1).</summary>
    private static Refusal? CheckHandshake(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (HttpMethods.IsConnect(context.Request.Method) && context.WebSockets.IsWebSocketRequest) return null;
        if (!HttpMethods.IsGet(context.Request.Method)) return new Refusal(ErrorCodes.MethodNotAllowed, "Use GET.");
        if (!HasToken(headers.Connection, "Upgrade") || !HasToken(headers.Upgrade, "websocket"))
            return new Refusal(ErrorCodes.UpgradeRequired, "This address serves WebSocket only.");
        if (headers.SecWebSocketVersion != "13") return new Refusal(ErrorCodes.UpgradeRequired, "Only version 13 of WebSocket is served.");
        Span<byte> nonce = stackalloc byte[32];
        var key = headers.SecWebSocketKey.ToString();
        var isKey = key.Length == 24 && Convert.TryFromBase64String(key, nonce, out var length) && length == 16;
        return isKey && context.WebSockets.IsWebSocketRequest
            ? null
            : new Refusal(ErrorCodes.BadRequest, "'Sec-WebSocket-Key' must be 16 bytes in base64.");
    }

    private static bool HasToken(Microsoft.Extensions.Primitives.StringValues header, string token) => header
        .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Contains(token, StringComparer.OrdinalIgnoreCase);

    private bool IsOriginAllowed(HttpRequest request)
    {
        var allowed = services.Options.AllowedOrigins;
        // A client without an Origin header is no browser: there is nothing to protect it from.
        return allowed.Count == 0 || request.Headers.Origin.Count == 0
            || allowed.Contains(request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    private static Task<WebSocket> AcceptAsync(HttpContext context) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolVersion.Subprotocol) ? ProtocolVersion.Subprotocol : null,
        // The protocol has its own heartbeat.
        KeepAliveInterval = TimeSpan.Zero,
    });

    private async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        if (refusal.Code.CloseCode is not { } closeCode || !UpgradeParameters.WantsClose(context.Request.Query))
        {
            await RefuseByHttpAsync(context, refusal);
            return;
        }

        GatewayLog.Refused(logger, refusal.Code.Name);
        using var socket = await AcceptAsync(context);
        using var timeout = new CancellationTokenSource(services.Options.CloseTimeout, services.Time);
        try
        {
            await socket.CloseAsync((WebSocketCloseStatus)closeCode, refusal.Code.Name, timeout.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    private Task RefuseByHttpAsync(HttpContext context, Refusal refusal)
    {
        GatewayLog.Refused(logger, refusal.Code.Name);
        var response = context.Response;
        if (refusal.Code == ErrorCodes.UpgradeRequired)
        {
            response.Headers.Upgrade = "websocket";
            response.Headers.SecWebSocketVersion = "13";
        }

        if (refusal.Code == ErrorCodes.MethodNotAllowed) response.Headers.Allow = "GET";
        if (refusal.Code.HttpStatus is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, refusal.Code, refusal.Detail);
    }
}
