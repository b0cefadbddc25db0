namespace Netra.Client.Publishing.Tests;

/// <summary>A host that all test classes share. Each test has users of its own.</summary>
public sealed class PublisherHost() : RunningHost(new HostSettings().With("Netra:Users:MaxMessages", "10000"));
