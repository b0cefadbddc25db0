namespace Netra.EndToEnd.Tests;

/// <summary>An application with handlers that embeds Netra: <c>tests/Netra.TestHost</c>.</summary>
public sealed class HandlerHost() : RunningHost(Settings())
{
    /// <summary>What it is started with: the keys of the development host, and no rate that a test reaches.</summary>
    public static HostSettings Settings() => new HostSettings { Assembly = HostLocation.HandlerAssembly }
        .With("Netra:Authentication:Keys:0:Algorithm", "HS256")
        .With("Netra:Authentication:Keys:0:KeyId", "development")
        .With("Netra:Authentication:Keys:0:Secret", TestToken.DevelopmentSecret)
        .With("Netra:Api:Keys:0:Name", "development")
        .With("Netra:Api:Keys:0:Sha256", ApiKeyTests.HashOf(NetraApi.DevelopmentKey))
        .With("Netra:Api:Keys:0:Scopes:0", "publish")
        .With("Netra:Api:Keys:0:Scopes:1", "read")
        .With("Netra:Gateway:MessagesPerSecond", "100000")
        .With("Netra:Gateway:UserMessagesPerSecond", "100000")
        .With("Netra:Gateway:ConnectionsPerUser", "100");
}
