namespace Netra.EndToEnd.Tests;

/// <summary>A host whose times are short, that all test classes share. Each test has users of its own.</summary>
public sealed class QuickHost() : RunningHost(new HostSettings()
    .With("Netra:Gateway:RequestHeadersTimeout", "00:00:02")
    .With("Netra:Gateway:HeartbeatInterval", TimeSpan.FromMilliseconds(HeartbeatIntervalMs).ToString())
    .With("Netra:Gateway:HeartbeatTimeout", TimeSpan.FromMilliseconds(HeartbeatTimeoutMs).ToString())
    .With("Netra:Gateway:SlowConsumerTimeout", "00:00:04")
    .With("Netra:Gateway:LeaseInterval", "00:00:01"))
{
    public const int HeartbeatIntervalMs = 1_000;
    public const int HeartbeatTimeoutMs = 6_000;

    /// <summary>Longer than a client lives that gives no sign of it, by one half.</summary>
    public const int BeyondTimeoutMs = HeartbeatTimeoutMs * 3 / 2;

    /// <summary>What clients are told of the heartbeat.</summary>
    public static string Heartbeat { get; } = $$"""{"interval_ms":{{HeartbeatIntervalMs}},"timeout_ms":{{HeartbeatTimeoutMs}}}""";
}
