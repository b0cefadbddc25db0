namespace Netra.EndToEnd.Tests;

/// <summary>A host that keeps messages for four seconds.</summary>
public sealed class AgingHost() : RunningHost(new HostSettings().With("Netra:Users:MaxAge", "00:00:04"));
