using System.Text;
using System.Text.Json;

namespace Netra.Protocol.Tests;

/// <summary>What a vector's frame from the server is made of.</summary>
internal sealed class ServerFrameArguments(JsonElement arguments)
{
    public long Timestamp => Number("timestamp");

    public string? Text(string name) => arguments.GetProperty(name).GetString();

    public byte[] Utf8(string name) => Encoding.UTF8.GetBytes(Text(name)!);

    public bool Flag(string name) => arguments.GetProperty(name).GetBoolean();

    public long Number(string name) => arguments.GetProperty(name).GetInt64();

    public long? NumberOrNull(string name) => OrNull(arguments.GetProperty(name), value => value.GetInt64());

    public List<ReadOnlyMemory<byte>> Frames() =>
        [.. arguments.GetProperty("frames").EnumerateArray().Select(frame => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(frame.GetString()!))];

    public FrameError Error() => new(new ErrorCode(Text("code")!, 400), Text("message")!)
    {
        Ref = Text("ref"),
        RetryAfterMs = NumberOrNull("retry_after_ms"),
        Details = arguments.GetProperty("details") is { ValueKind: JsonValueKind.Object } details ? Details(details) : null,
    };

    public SkipReason SkipReason() => NamedOf<SkipReason>("reason", reason => reason.WireName());

    public StateChangeKind ChangeKind() => NamedOf<StateChangeKind>("kind", kind => kind.WireName());

    public ResumeOutcome Resume() => new(
        Flag("resumed"), NumberOrNull("replay_from"), NumberOrNull("replay_to"), Reason(Text("reset_reason")));

    public ConnectionEstablished Established() => new()
    {
        ConnectionId = ConnectionId.TryParse(Text("connection_id"), out var connectionId) ? connectionId : throw new FormatException(),
        UserId = UserId.Parse(Text("user_id")!),
        ClientId = ClientId.Parse(Text("client_id")!),
        Epoch = Epoch.Parse(Text("epoch")!),
        HeadSeq = Number("head_seq"),
        OldestSeq = Number("oldest_seq"),
        Resume = Resume(),
        StateVersion = Number("state_version"),
        TokenExpiresAtMs = Number("token_expires_at"),
        Heartbeat = new HeartbeatSettings(Number("interval_ms"), Number("timeout_ms")),
        Limits = new ConnectionLimits(Number("max_message_bytes"), Number("messages_per_second"), (int)Number("connections")),
    };

    private static FrameErrorDetails Details(JsonElement details) => new()
    {
        Line = Int(details, "line"),
        Column = Int(details, "column"),
        Field = details.TryGetProperty("field", out var field) ? field.GetString() : null,
        Index = Int(details, "index"),
    };

    private static int? Int(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static T? OrNull<T>(JsonElement value, Func<JsonElement, T> read)
        where T : struct => value.ValueKind == JsonValueKind.Null ? null : read(value);

    private T NamedOf<T>(string name, Func<T, string> nameOf)
        where T : struct, Enum => Enum.GetValues<T>().Single(value => nameOf(value) == Text(name));

    private static ResetReason? Reason(string? name) => name switch
    {
        null => null,
        "epoch_changed" => ResetReason.EpochChanged,
        "retention" => ResetReason.Retention,
        "ahead" => ResetReason.Ahead,
        _ => throw new FormatException($"The vector has an unknown reason: {name}"),
    };
}
