namespace Netra.EndToEnd.Tests;

/// <summary>A host with default settings that all test classes share. Each test has users of its own.</summary>
public sealed class SharedHost() : RunningHost(new HostSettings());
