namespace Netra.EndToEnd.Tests;

/// <summary>A host that refuses clients' messages whose type has no handler.</summary>
public sealed class RefusingHost() : RunningHost(new HostSettings().With("Netra:Users:UnhandledMessages", "Refuse"));
