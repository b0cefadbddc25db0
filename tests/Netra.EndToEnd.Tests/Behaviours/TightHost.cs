namespace Netra.EndToEnd.Tests;

/// <summary>A host that keeps twenty messages of a user, and drops what is over.</summary>
public sealed class TightHost() : RunningHost(new HostSettings().With("Netra:Users:MaxMessages", "20"));
