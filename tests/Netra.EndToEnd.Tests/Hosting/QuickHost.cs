namespace Netra.EndToEnd.Tests;

/// <summary>A host whose times are short, that all test classes share. Each test has users of its own.</summary>
public sealed class QuickHost() : RunningHost(new HostSettings()
    .With("Netra:Gateway:RequestHeadersTimeout", "00:00:02")
    .With("Netra:Gateway:HeartbeatInterval", "00:00:01")
    .With("Netra:Gateway:HeartbeatTimeout", "00:00:06")
    .With("Netra:Gateway:SlowConsumerTimeout", "00:00:02")
    .With("Netra:Gateway:LeaseInterval", "00:00:01"));
