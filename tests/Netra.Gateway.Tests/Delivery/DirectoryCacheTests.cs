using Microsoft.Extensions.Options;
using GrainDirectoryOptions = Orleans.Configuration.GrainDirectoryOptions;

namespace Netra.Gateway.Tests;

public sealed class DirectoryCacheTests
{
    [Theory]
    [InlineData(GrainDirectoryOptions.DEFAULT_CACHE_SIZE, 100_000, 125_000)]
    [InlineData(GrainDirectoryOptions.DEFAULT_CACHE_SIZE, 1, 1_024)]
    [InlineData(GrainDirectoryOptions.DEFAULT_CACHE_SIZE, int.MaxValue, GrainDirectoryOptions.DEFAULT_CACHE_SIZE)]
    [InlineData(5_000, 100_000, 5_000)]
    public void LimitDirectoryCache_HasRoomForTheUsersOfAllConnectionsUnlessItWasSet(int cacheSize, int maxConnections, int expected)
    {
        var directory = new GrainDirectoryOptions { CacheSize = cacheSize };

        NetraGatewayExtensions.LimitDirectoryCache(directory, Options.Create(new GatewayOptions { MaxConnections = maxConnections }));

        Assert.Equal(expected, directory.CacheSize);
    }
}
