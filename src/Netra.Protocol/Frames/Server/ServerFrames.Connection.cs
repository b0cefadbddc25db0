using System.Text.Json;

namespace Netra.Protocol;

/// <content>The frames that tell a client where it stands: the first one, the answer to <c>resume</c>, and the state (sections 2.1 and 5).</content>
public static partial class ServerFrames
{
    /// <summary>The first frame of a connection.</summary>
    public static byte[] ConnectionEstablished(in ConnectionEstablished data, long timestampMs)
    {
        var frame = FrameWriter.Begin(FrameTypes.ConnectionEstablished, null, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteString("protocol"u8, ProtocolVersion.Subprotocol);
        json.WriteString("connection_id"u8, data.ConnectionId.ToString());
        json.WriteString("user_id"u8, data.UserId.Value);
        json.WriteString("client_id"u8, data.ClientId.Value);
        json.WriteString("epoch"u8, data.Epoch.Value);
        json.WriteNumber("head_seq"u8, data.HeadSeq);
        json.WriteNumber("oldest_seq"u8, data.OldestSeq);
        WriteResume(json, data.Resume);
        json.WriteNumber("state_version"u8, data.StateVersion);
        json.WriteNumber("token_expires_at"u8, data.TokenExpiresAtMs);
        WriteHeartbeat(json, data.Heartbeat);
        WriteLimits(json, data.Limits);
        json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>The answer to <c>resume</c>.</summary>
    public static byte[] Resumed(string? id, long timestampMs, in ResumeOutcome outcome)
    {
        var frame = FrameWriter.Begin(FrameTypes.Resumed, id, null, timestampMs);
        frame.Json.WriteStartObject();
        WriteResume(frame.Json, outcome);
        frame.Json.WriteEndObject();
        return frame.Finish();
    }

    /// <summary>The state for a client that holds none.</summary>
    public static byte[] StateSnapshot(long timestampMs, long version, ReadOnlySpan<byte> state) =>
        State(FrameWriter.Begin(FrameTypes.StateSnapshot, null, null, timestampMs), version, state, reason: null);

    /// <summary>The state for a client whose own can't be brought up to date by what is replayed.</summary>
    /// <param name="timestampMs">When the frame is made.</param>
    /// <param name="version">The state's version.</param>
    /// <param name="state">The whole state.</param>
    /// <param name="reason">The reset's reason, or <c>reconnection</c>.</param>
    public static byte[] StateResync(long timestampMs, long version, ReadOnlySpan<byte> state, string reason) =>
        State(FrameWriter.Begin(FrameTypes.StateResync, null, null, timestampMs), version, state, reason);

    /// <summary>The answer to <c>get_current_state</c>.</summary>
    public static byte[] CurrentState(string? id, long timestampMs, long version, ReadOnlySpan<byte> state) =>
        State(FrameWriter.Begin(FrameTypes.CurrentState, id, null, timestampMs), version, state, reason: null);

    /// <summary>The answer to a state change against a version that is not the present one.</summary>
    public static byte[] VersionConflict(string? id, long timestampMs, long clientVersion, long serverVersion, ReadOnlySpan<byte> state)
    {
        var frame = FrameWriter.Begin(FrameTypes.VersionConflict, id, null, timestampMs);
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteNumber("client_version"u8, clientVersion);
        json.WriteNumber("server_version"u8, serverVersion);
        json.WritePropertyName("state"u8);
        json.WriteRawValue(state, skipInputValidation: true);
        json.WriteEndObject();
        return frame.Finish();
    }

    private static byte[] State(FrameWriter frame, long version, ReadOnlySpan<byte> state, string? reason)
    {
        var json = frame.Json;
        json.WriteStartObject();
        json.WriteNumber("version"u8, version);
        json.WritePropertyName("state"u8);
        json.WriteRawValue(state, skipInputValidation: true);
        if (reason is not null) json.WriteString("reason"u8, reason);
        json.WriteEndObject();
        return frame.Finish();
    }

    private static void WriteResume(Utf8JsonWriter json, in ResumeOutcome outcome)
    {
        json.WriteBoolean("resumed"u8, outcome.Resumed);
        WriteNumberOrNull(json, "replay_from"u8, outcome.ReplayFrom);
        WriteNumberOrNull(json, "replay_to"u8, outcome.ReplayTo);
        json.WriteString("reset_reason"u8, outcome.ResetReason?.WireName());
    }

    private static void WriteHeartbeat(Utf8JsonWriter json, HeartbeatSettings heartbeat)
    {
        json.WriteStartObject("heartbeat"u8);
        json.WriteNumber("interval_ms"u8, heartbeat.IntervalMs);
        json.WriteNumber("timeout_ms"u8, heartbeat.TimeoutMs);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, ConnectionLimits limits)
    {
        json.WriteStartObject("limits"u8);
        json.WriteNumber("max_message_bytes"u8, limits.MaxMessageBytes);
        json.WriteNumber("messages_per_second"u8, limits.MessagesPerSecond);
        json.WriteNumber("connections"u8, limits.Connections);
        json.WriteEndObject();
    }
}
