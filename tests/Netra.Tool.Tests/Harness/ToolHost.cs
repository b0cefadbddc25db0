namespace Netra.Tool.Tests;

/// <summary>A host that all test classes share. Each test has users of its own.</summary>
public sealed class ToolHost() : RunningHost(new HostSettings());
