namespace Netra.Cluster.Tests;

/// <summary>How a connection comes to its end.</summary>
internal enum Ending
{
    /// <summary>The client sends a close frame.</summary>
    CloseFrame,

    /// <summary>The network is cut between two frames.</summary>
    Cut,

    /// <summary>The network is cut in the middle of a frame.</summary>
    CutInsideAFrame,

    /// <summary>A frame with an opcode that there is not: 1002.</summary>
    BadFraming,

    /// <summary>A text frame that is not UTF-8: 1007.</summary>
    BadText,

    /// <summary>A frame that is too big: 1009.</summary>
    TooBig,

    /// <summary>The token expires: 4401.</summary>
    TokenExpired,

    /// <summary>The network is cut in the middle of a replay.</summary>
    DuringReplay,

    /// <summary>The client has gone before the user's grain has answered.</summary>
    DuringAttach,

    /// <summary>The client has gone when the upgrade is accepted.</summary>
    AtTheUpgrade,

    /// <summary>The network is cut while a write waits for the client.</summary>
    DuringABlockedWrite,

    /// <summary>The application disconnects, the client answers: 4410.</summary>
    Disconnected,

    /// <summary>The application disconnects and the network is cut.</summary>
    DisconnectedAndCut,

    /// <summary>A newer connection of the same session takes over: 4409.</summary>
    Replaced,

    /// <summary>The receive loop meets a fault that nobody foresaw: 1011.</summary>
    ReceiveFault,

    /// <summary>The send loop meets a fault that nobody foresaw.</summary>
    SendFault,

    /// <summary>The client says nothing any more, and answers no close frame: 4408.</summary>
    Silent,

    /// <summary>The client reads nothing any more: 4413.</summary>
    Stalled,
}
