using Microsoft.Extensions.Logging.Abstractions;

namespace Netra.Host.Tests;

public sealed class MembershipRefresherTests
{
    [Fact]
    public async Task Execute_EveryReadingFails_ReadsAtTheSamePace()
    {
        var (membership, time) = (new FailingMembership(), new SignallingTime());
        using var refresher = new MembershipRefresher(membership, time, NullLogger<MembershipRefresher>.Instance);
        await refresher.StartAsync(CancellationToken.None);
        await time.NextDelayAsync();

        for (var turn = 0; turn < 20; turn++)
        {
            var read = membership.NextReadAsync();
            time.Advance(ClusterLiveness.TableRefresh);
            await read;
        }

        await refresher.StopAsync(CancellationToken.None);
    }
}
