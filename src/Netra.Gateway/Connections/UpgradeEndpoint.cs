using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary><c>GET /ws</c>: checks an upgrade request in the protocol's order and lets the server of connections have it.</summary>
internal sealed class UpgradeEndpoint(
    ConnectionServices services, ConnectionServer server, AttachGate gate, Drain drain, ILogger<UpgradeEndpoint> logger)
{
    /// <summary>How long a client that was refused for itself should wait, in seconds.</summary>
    private const int RetryAfterSeconds = 2;

    /// <summary>How many refused clients at once are given time to answer the close frame that tells them why. Beyond it nobody waits for the answer.</summary>
    private const int MaxWaitingForClose = 1_024;

    private int _waitingForClose;

    /// <summary>Serves a socket until it ends. Only this and <see cref="Connection.RunAsync"/> wait for as long; neither holds what the admission has used.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var (connection, socket) = await AdmitAsync(context);
        if (connection is null) return;
        try
        {
            await connection.RunAsync(socket!, context.Features.Get<SocketTraffic>(), context.Features.Get<IHttpRequestLifetimeFeature>() as SocketLifetime);
        }
        finally
        {
            await server.LeaveAsync(connection);
        }
    }

    private async Task<(Connection? Connection, WebSocket? Socket)> AdmitAsync(HttpContext context)
    {
        if (CheckHandshake(context) is { } broken)
        {
            await RefuseByHttpAsync(context, broken);
            return default;
        }

        var (token, parameters, refusal) = await CheckAsync(context);
        if (refusal is not null)
        {
            await RefuseAsync(context, refusal);
            return default;
        }

        return await server.AdmitAsync(
            token!,
            parameters!,
            accept: () => AcceptAsync(context, LifetimeOf(context)),
            refuse: refusal => RefuseAsync(context, refusal),
            gone: () => context.RequestAborted);
    }

    /// <summary>Draining, origin, token, parameters, in this order; limits come with the attach, and with them the use of a ticket.</summary>
    private async Task<(AdmittedToken? Token, UpgradeParameters? Parameters, Refusal? Refusal)> CheckAsync(HttpContext context)
    {
        if (drain.IsDraining) return Refuse(ErrorCodes.Draining, "This gateway is shutting down.");
        if (!IsOriginAllowed(context.Request)) return Refuse(ErrorCodes.OriginNotAllowed, "This origin is not allowed.");
        if (ClientToken.Find(context) is not { } token)
            return Refuse(ErrorCodes.TokenMissing, "Pass a token as 'token', in an Authorization header, or as a subprotocol.");
        var areParametersGood = UpgradeParameters.TryRead(context.Request.Query, out var parameters, out var fault);
        if (areParametersGood && TicketText.IsMeant(token)) return (AdmittedToken.OfTicket(token), parameters, null);
        var result = await services.Tokens.LookAsync(token);
        if (result.Error is { } error) return Refuse(error, result.Detail);
        return areParametersGood
            ? (AdmittedToken.Of(result.Access!), parameters, null)
            : (null, null, await RefuseParametersAsync(result.Access!, fault!));

        static (AdmittedToken?, UpgradeParameters?, Refusal?) Refuse(ErrorCode code, string detail) => (null, null, new Refusal(code, detail));
    }

    /// <summary>A revoked token is told before a malformed parameter is; otherwise the attach tells it.</summary>
    private async Task<Refusal> RefuseParametersAsync(Access access, string fault)
    {
        try
        {
            return await services.Users.Find(access.User).AcceptsTokenAsync(access.Stamp)
                ? new Refusal(ErrorCodes.BadRequest, fault)
                : new Refusal(ErrorCodes.TokenRevoked, "The token was revoked.");
        }
        catch (Exception exception)
        {
            GatewayLog.AttachFailed(logger, exception);
            return new Refusal(ErrorCodes.Unavailable, "Whether the token was revoked can't be found out now.");
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

    private static SocketLifetime LifetimeOf(HttpContext context) =>
        new(context.Features.Get<IHttpRequestLifetimeFeature>() ?? new HttpRequestLifetimeFeature());

    private async Task<WebSocket> AcceptAsync(HttpContext context, SocketLifetime lifetime)
    {
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        // The server would cut a socket that takes less than 240 bytes a second after 5 seconds, and without a close frame. The connection itself watches it.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        ClientTcp.Of(context.Features)?.LimitUnsent(services.Options.MaxUnsentBytes);
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Contains(ProtocolVersion.Subprotocol) ? ProtocolVersion.Subprotocol : null,
            // The protocol has its own heartbeat. Without compression: a small frame can hide a huge one in it.
            KeepAliveInterval = TimeSpan.Zero,
        });
        UpgradedRequest.LetGo(context);
        return socket;
    }

    private async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        if (refusal.Code.CloseCode is not { } closeCode || !UpgradeParameters.WantsClose(context.Request.Query))
        {
            await RefuseByHttpAsync(context, refusal);
            return;
        }

        NoteRefused(refusal);
        var lifetime = LifetimeOf(context);
        using var socket = await AcceptAsync(context, lifetime);
        using var timeout = new CancellationTokenSource(services.Options.CloseTimeout, services.Time);
        try
        {
            var waits = Interlocked.Increment(ref _waitingForClose) <= MaxWaitingForClose;
            if (waits) await socket.CloseAsync((WebSocketCloseStatus)closeCode, refusal.Code.Name, timeout.Token);
            else await socket.CloseOutputAsync((WebSocketCloseStatus)closeCode, refusal.Code.Name, timeout.Token);
        }
        catch (WebSocketException)
        {
            // A fault of the client behind our close frame, which it still is to get.
            socket.Abort();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            socket.Abort();
            lifetime.Cut();
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForClose);
        }
    }

    private void NoteRefused(Refusal refusal)
    {
        GatewayLog.Refused(logger, refusal.Code.Name);
        services.Instruments.NoteRefused(refusal.Code);
    }

    private Task RefuseByHttpAsync(HttpContext context, Refusal refusal)
    {
        NoteRefused(refusal);
        var response = context.Response;
        if (refusal.Code == ErrorCodes.UpgradeRequired)
        {
            response.Headers.Upgrade = "websocket";
            response.Headers.SecWebSocketVersion = "13";
        }

        // RFC 9110 section 15.5.2 asks for it.
        if (refusal.Code.HttpStatus == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.Code == ErrorCodes.MethodNotAllowed) response.Headers.Allow = "GET";
        int? retryAfter = refusal.Code.HttpStatus switch
        {
            StatusCodes.Status429TooManyRequests => RetryAfterSeconds,
            StatusCodes.Status503ServiceUnavailable => gate.RetryAfterSeconds(),
            _ => null,
        };
        if (retryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, refusal.Code, refusal.Detail);
    }
}
