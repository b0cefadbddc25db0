using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Netra.Client;

/// <summary>What a <see cref="NetraClient"/> needs. Read once, when it is made.</summary>
public sealed class NetraClientOptions
{
    /// <summary>Where the socket is: <c>wss://example.com/ws</c>. <c>http</c> and <c>ws</c>, <c>https</c> and <c>wss</c> are the same here. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// Brings a token each time one is needed; null says that there is none any more (the user has signed out). What it throws is told as <c>token_failed</c>, and
    /// it is asked again. The token is never kept. Required.
    /// </summary>
    public Func<TokenRequest, CancellationToken, ValueTask<string?>>? Token { get; set; }

    /// <summary>A name for this device or process, <c>[A-Za-z0-9._-]{1,64}</c>; null: one is made, and kept in <see cref="Store"/>.</summary>
    public string? ClientId { get; set; }

    /// <summary>The user's id. It has to be the token's, or the connection closes with the reason <c>user_changed</c>. Needed for a <see cref="Store"/>.</summary>
    public string? User { get; set; }

    /// <summary>Where a client begins that has no position.</summary>
    public StartPosition Start { get; set; }

    /// <summary>Where position and outbox are kept over a restart; null: nowhere.</summary>
    public IClientStore? Store { get; set; }

    /// <summary>Times and sizes.</summary>
    public ClientNumbers Numbers { get; set; } = new();

    /// <summary>
    /// How payloads are read and written; null: by reflection, with the defaults for the web. An application that is trimmed or compiled ahead of time gives the
    /// options of its <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.
    /// </summary>
    public JsonSerializerOptions? Json { get; set; }

    /// <summary>The largest frame that is taken from the server, in bytes.</summary>
    public int MaxFrameBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long the end of a connection, or of a client, waits for the server's close frame and for a handler that is at work.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Configures each socket before it connects: proxy, certificates, headers.</summary>
    public Action<ClientWebSocketOptions>? ConfigureSocket { get; set; }

    /// <summary>The clock and the timers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs; null: nowhere. Neither tokens nor payloads are logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
