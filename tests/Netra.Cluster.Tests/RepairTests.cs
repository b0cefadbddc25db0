using Netra.Protocol;
using Orleans.Core.Internal;

namespace Netra.Cluster.Tests;

/// <summary>What is lost between a user's grain and its connections, and how it comes back.</summary>
[Collection(SharedClusterCollection.Name)]
public sealed class RepairTests(SharedCluster shared) : IDisposable
{
    private readonly NetraCluster _cluster = shared.Cluster;

    public void Dispose()
    {
        _cluster.Pushes.IsFailing = false;
        _cluster.Errors.AssertNone();
    }

    [Fact]
    public async Task Push_BatchIsLostInSilence_NextPushShowsTheGapAndItIsReadFromTheLog()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "lost-push");
        var user = _cluster.Silos[0].User("lost-push");
        await user.PublishAsync();
        await client.ReadToAsync(1);
        _cluster.Pushes.LoseNext();
        await user.PublishAsync();
        Assert.True(await _cluster.Pushes.Lost.WaitAsync(Eventually.Deadline));
        await client.AssertNothingMoreAsync();

        await user.PublishAsync();
        await client.ReadToAsync(3, after: 1);
        await client.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Push_LastBatchIsLostInSilence_LeaseRenewalRepairsIt()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "lost-last");
        _cluster.Pushes.LoseNext();
        await _cluster.Silos[0].User("lost-last").PublishAsync();
        Assert.True(await _cluster.Pushes.Lost.WaitAsync(Eventually.Deadline));
        await client.AssertNothingMoreAsync();

        await _cluster.Gateway.Leases.RenewAllAsync().InTime();
        await client.ReadToAsync(1);
    }

    [Fact]
    public async Task Push_BatchesFail_ConnectionCatchesUpWhenTheGatewayAnswersAgain()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "failing-push");
        _cluster.Pushes.IsFailing = true;
        await _cluster.Silos[0].User("failing-push").PublishAsync(messages: 20);
        await client.AssertNothingMoreAsync();

        _cluster.Pushes.IsFailing = false;
        await client.ReadToAsync(20);
        await client.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Renew_GrainDoesNotKnowTheConnection_AttachesItAgain()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "unknown");
        var user = _cluster.Silos[0].User("unknown");
        await user.DetachAsync(_cluster.Gateway.Hub.Of(UserId.Parse("unknown"))[0].Identity.Id);
        await user.PublishAsync(messages: 3);
        await client.AssertNothingMoreAsync();

        await _cluster.Gateway.Leases.RenewAllAsync().InTime();
        await client.ReadToAsync(3);
        Assert.Single((await user.DescribeAsync()).Connections);
    }

    [Fact]
    public async Task Renew_NotInTime_DropsTheConnectionFromTheListUntilItRenews()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "expired");
        var user = _cluster.Silos[0].User("expired");
        // Of a lease's 30 seconds as much as can be is left for what this takes itself.
        _cluster.Time.Shift(TimeSpan.FromSeconds(16));
        await _cluster.Gateway.Leases.RenewAllAsync().InTime();
        _cluster.Time.Shift(TimeSpan.FromSeconds(16));
        Assert.Single((await user.DescribeAsync()).Connections);

        _cluster.Time.Shift(TimeSpan.FromSeconds(15));
        Assert.Empty((await user.DescribeAsync()).Connections);

        await user.PublishAsync();
        await _cluster.Gateway.Leases.RenewAllAsync().InTime();
        await client.ReadToAsync(1);
        Assert.Single((await user.DescribeAsync()).Connections);
    }

    [Fact]
    public async Task Deactivate_GrainAlone_AsksItsGatewaysToAttachAgain()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "deactivated");
        var user = _cluster.Silos[0].User("deactivated");
        await user.PublishAsync();
        await client.ReadToAsync(1);

        await user.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await Eventually.HoldsAsync(async () => (await user.DescribeAsync()).Connections.Length == 1, "the connection on the list of the next activation");
        await user.PublishAsync();
        await client.ReadToAsync(2, after: 1);
        await client.AssertNothingMoreAsync();
    }

    [Fact]
    public async Task Deactivate_AgainAndAgainWhilePublishing_LosesAndRepeatsNothing()
    {
        await using var client = await TestClient.ConnectAsync(_cluster.Gateway, "restless");
        var user = _cluster.Silos[0].User("restless");
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++) await user.PublishAsync();
        });
        for (var i = 0; i < 10; i++)
        {
            await user.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask().InTime();
            await client.ReadToAsync((i + 1) * 10, after: i * 10);
        }

        await publishing.InTime();
        await client.ReadToAsync(200, after: 100);
        await client.AssertNothingMoreAsync();
    }
}
