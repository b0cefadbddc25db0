namespace Netra.Protocol;

/// <summary>What a frame from a client asks for (protocol section 2.2).</summary>
public enum ClientFrameKind
{
    /// <summary>A message of the application.</summary>
    Application,
    Ping,
    Pong,
    Ack,
    Resume,
    Auth,
    GetCurrentState,
    StateUpdate,
    PartialStateUpdate,
    History,

    /// <summary>A type that only the server sends.</summary>
    ReservedForServer,
}
