using System.Collections.Frozen;

namespace Netra.Protocol;

/// <summary>The control types of the protocol (sections 2.2 and 2.3). Every other type is the application's.</summary>
public static class FrameTypes
{
    /// <summary>The longest type, in UTF-16 code units.</summary>
    public const int MaxLength = 64;

    public const string Ping = "ping";
    public const string Pong = "pong";
    public const string Ack = "ack";
    public const string Resume = "resume";
    public const string Auth = "auth";
    public const string GetCurrentState = "get_current_state";
    public const string StateUpdate = "state_update";
    public const string PartialStateUpdate = "partial_state_update";
    public const string History = "history";

    public const string ConnectionEstablished = "connection_established";
    public const string Resumed = "resumed";
    public const string Error = "error";
    public const string AuthOk = "auth_ok";
    public const string StateSnapshot = "state_snapshot";
    public const string StateResync = "state_resync";
    public const string StateUpdated = "state_updated";
    public const string CurrentState = "current_state";
    public const string VersionConflict = "version_conflict";
    public const string Skipped = "skipped";
    public const string Reconnect = "reconnect";

    private static readonly FrozenDictionary<string, ClientFrameKind> ClientControl = new Dictionary<string, ClientFrameKind>
    {
        [Ping] = ClientFrameKind.Ping,
        [Pong] = ClientFrameKind.Pong,
        [Ack] = ClientFrameKind.Ack,
        [Resume] = ClientFrameKind.Resume,
        [Auth] = ClientFrameKind.Auth,
        [GetCurrentState] = ClientFrameKind.GetCurrentState,
        [StateUpdate] = ClientFrameKind.StateUpdate,
        [PartialStateUpdate] = ClientFrameKind.PartialStateUpdate,
        [History] = ClientFrameKind.History,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ServerControl = new[]
    {
        ConnectionEstablished, Resumed, Error, AuthOk, StateSnapshot, StateResync, StateUpdated, CurrentState, VersionConflict,
        Skipped, Reconnect,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a frame of this type from a client is; <see cref="ClientFrameKind.Application"/> for a type that is not reserved.</summary>
    public static ClientFrameKind KindOf(string type) =>
        ClientControl.TryGetValue(type, out var kind) ? kind
        : ServerControl.Contains(type) ? ClientFrameKind.ReservedForServer
        : ClientFrameKind.Application;

    /// <summary>Whether the type is one of the protocol's own, so that no application may use it.</summary>
    public static bool IsReserved(string type) => ClientControl.ContainsKey(type) || ServerControl.Contains(type);

    /// <summary>Whether the text may be a type at all: 1 to 64 UTF-16 code units.</summary>
    public static bool IsValid(string type) => type.Length is >= 1 and <= MaxLength;
}
