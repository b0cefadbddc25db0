using System.Text.Json;

namespace Netra.Client;

/// <summary>What a client needs of <c>connection_established</c> (protocol section 2.1).</summary>
internal sealed record Established(
    string UserId,
    string Epoch,
    long HeadSeq,
    long OldestSeq,
    bool Resumed,
    long? ReplayFrom,
    string? ResetReason,
    long HeartbeatIntervalMs,
    long MaxMessageBytes,
    long? MessagesPerSecond)
{
    /// <exception cref="MalformedFrameException">The payload is not what the protocol says.</exception>
    public static Established From(JsonElement payload)
    {
        var members = new FrameMembers(payload);
        var limits = new FrameMembers(members.Object("limits"));
        return new Established(
            members.Text("user_id"),
            members.Text("epoch"),
            members.Integer("head_seq"),
            members.Integer("oldest_seq"),
            members.OptionalFlag("resumed"),
            members.OptionalInteger("replay_from"),
            members.OptionalText("reset_reason"),
            new FrameMembers(members.Object("heartbeat")).Integer("interval_ms"),
            limits.Integer("max_message_bytes"),
            limits.OptionalInteger("messages_per_second"));
    }
}
