namespace Netra.Host;

/// <summary>All numbers that the dashboard shows. docs/metrics.md says what their instruments tell.</summary>
internal static class Figures
{
    private const string Connections = "netra.gateway.connections";

    public static readonly IReadOnlyList<Figure> All =
    [
        Level("connections_live", Connections, "live"),
        Level("connections_catching_up", Connections, "catching_up"),
        Level("connections_attaching", Connections, "attaching"),
        Level("connections_closing", Connections, "closing"),
        Level("connections_limit", "netra.gateway.connections.limit"),
        Level("attach_waiting", "netra.gateway.attach.waiting"),
        Level("send_queue_frames", "netra.gateway.send_queue.length"),
        Level("send_queue_bytes", "netra.gateway.send_queue.size"),
        Level("draining", "netra.gateway.draining"),
        Count("opened", "netra.gateway.connections.opened"),
        Count("ended", EndedInstrument),
        Count("refused", RefusedInstrument),
        Count("frames_received", "netra.gateway.frames.received"),
        Count("frames_sent", "netra.gateway.frames.sent"),
        Count("bytes_received", "netra.gateway.payload.received"),
        Count("bytes_sent", "netra.gateway.payload.sent"),
        Count("replayed", "netra.gateway.frames.replayed"),
        Count("acks", "netra.gateway.acks"),
        Count("error_frames", "netra.gateway.errors"),
        Count("rate_limited", "netra.gateway.rate_limited"),
        Count("catch_ups", "netra.gateway.catch_ups"),
        Count("messages", "netra.user.messages"),
        Count("messages_bytes", "netra.user.messages.size"),
        Count("ephemeral", "netra.user.messages.ephemeral"),
        Level("unread", "netra.user.unread"),
        Count("dead_letters", "netra.user.dead_letters"),
        Level("dead_letters_kept", "netra.user.dead_letters.kept"),
        Level("users_loaded", "netra.user.loaded"),
        Count("unavailable", "netra.user.unavailable"),
        Count("commits", "netra.storage.commits"),
        Count("storage_conflicts", "netra.storage.conflicts"),
        Count("storage_failures", "netra.storage.failures"),
        Level("storage_queue", "netra.storage.queue.length"),
        Count("pushes_dropped", "netra.streaming.pushes.dropped"),
        Level("streaming_queue", "netra.streaming.queue.length"),
        Level("users_behind", "netra.streaming.behind"),
        new(MemoryBytes, null, IsCount: false),
        new(CpuMs, null, IsCount: true),
    ];

    /// <summary>The durations whose percentiles are shown, by the dashboard's names.</summary>
    public static readonly IReadOnlyList<(string Name, string Instrument)> Latencies =
    [
        ("publish", "netra.user.publish.duration"),
        ("publish_to_socket", "netra.gateway.publish_to_socket.duration"),
        ("group_commit", "netra.storage.group_commit.duration"),
        ("catch_up", "netra.gateway.catch_up.duration"),
    ];

    public const string EndedInstrument = "netra.gateway.connections.ended";
    public const string RefusedInstrument = "netra.gateway.connections.refused";
    public const string MemoryBytes = "memory_bytes";
    public const string CpuMs = "cpu_ms";

    private static Figure Level(string name, string instrument, string? tag = null) => new(name, instrument, IsCount: false, tag);

    private static Figure Count(string name, string instrument) => new(name, instrument, IsCount: true);
}
