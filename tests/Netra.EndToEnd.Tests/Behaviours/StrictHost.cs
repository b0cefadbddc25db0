namespace Netra.EndToEnd.Tests;

/// <summary>A host that allows little: five messages kept and no more taken, small states, few frames a second, two connections, one origin, no unknown types.</summary>
public sealed class StrictHost() : RunningHost(new HostSettings()
    .With("Netra:Users:MaxMessages", "5")
    .With("Netra:Users:Overflow", "Reject")
    .With("Netra:Users:MaxStateBytes", "1000")
    .With("Netra:Users:UnhandledMessages", "Refuse")
    .With("Netra:Gateway:MessagesPerSecond", "5")
    .With("Netra:Gateway:ConnectionsPerUser", "2")
    .With("Netra:Gateway:AllowedOrigins:0", Origin))
{
    public const string Origin = "https://app.example.com";
}
