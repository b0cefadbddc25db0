namespace Netra.EndToEnd.Tests;

/// <summary>A host that keeps twenty messages of a user, and refuses what is over.</summary>
public sealed class RejectHost() : RunningHost(new HostSettings()
    .With("Netra:Users:MaxMessages", "20")
    .With("Netra:Users:Overflow", "Reject"));
