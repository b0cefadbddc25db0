using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Why a connection ended, as metrics name it.</summary>
internal static class EndReasons
{
    /// <summary>The client said so with a close frame.</summary>
    public const string Client = "client";

    /// <summary>The socket was gone: a reset, or a network that broke.</summary>
    public const string Lost = "lost";

    /// <summary>The client broke RFC 6455.</summary>
    public const string ProtocolError = "protocol_error";

    /// <summary>A message of the client did not come to its end in time.</summary>
    public const string MessageTimeout = "message_timeout";

    public const string InternalError = "internal_error";

    /// <summary>The name of the code with which this side closed.</summary>
    public static string Of(CloseCode code) => code switch
    {
        CloseCode.MessageTooBig => "message_too_big",
        CloseCode.InternalError => InternalError,
        CloseCode.ServiceRestart => "service_restart",
        CloseCode.Unauthorized => "unauthorized",
        CloseCode.Forbidden => "forbidden",
        CloseCode.HeartbeatTimeout => "heartbeat_timeout",
        CloseCode.Replaced => "replaced",
        CloseCode.Disconnected => "disconnected",
        CloseCode.SlowConsumer => "slow_consumer",
        CloseCode.TooManyRequests => "too_many_requests",
        CloseCode.Unavailable => "unavailable",
        _ => "other",
    };
}
