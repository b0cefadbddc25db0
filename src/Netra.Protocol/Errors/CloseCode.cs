namespace Netra.Protocol;

/// <summary>The close codes of a connection (protocol section 4; RFC 6455 section 7.4).</summary>
public enum CloseCode
{
    /// <summary>Normal end.</summary>
    Normal = 1000,

    /// <summary>The client broke the framing of RFC 6455.</summary>
    ProtocolError = 1002,

    /// <summary>A text frame was not UTF-8.</summary>
    InvalidPayloadData = 1007,

    /// <summary>A message was larger than <c>limits.max_message_bytes</c>.</summary>
    MessageTooBig = 1009,

    /// <summary>A fault of the server.</summary>
    InternalError = 1011,

    /// <summary>The gateway restarts; come back after <c>after_ms</c>.</summary>
    ServiceRestart = 1012,

    /// <summary>A parameter of the upgrade was malformed.</summary>
    BadRequest = 4400,

    /// <summary>The token is missing, expired, invalid or revoked.</summary>
    Unauthorized = 4401,

    /// <summary>The origin or the user is not allowed.</summary>
    Forbidden = 4403,

    /// <summary>Nothing was heard of the client for <c>heartbeat.timeout_ms</c>.</summary>
    HeartbeatTimeout = 4408,

    /// <summary>A newer connection of the same session took over.</summary>
    Replaced = 4409,

    /// <summary>The application disconnected the user.</summary>
    Disconnected = 4410,

    /// <summary>The socket made no progress for too long.</summary>
    SlowConsumer = 4413,

    /// <summary>Too many connections, or abuse.</summary>
    TooManyRequests = 4429,

    /// <summary>The service can't serve now.</summary>
    Unavailable = 4503,
}
