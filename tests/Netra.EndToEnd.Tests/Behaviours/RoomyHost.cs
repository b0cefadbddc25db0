namespace Netra.EndToEnd.Tests;

/// <summary>A host whose limits no test reaches.</summary>
public sealed class RoomyHost() : RunningHost(new HostSettings()
    .With("Netra:Gateway:MessagesPerSecond", "100000")
    .With("Netra:Gateway:UserMessagesPerSecond", "100000")
    .With("Netra:Gateway:ConnectionsPerUser", "100")
    .With("Netra:Users:MaxMessages", "100000")
    .With("Netra:Users:MaxBytes", "1000000000"));
