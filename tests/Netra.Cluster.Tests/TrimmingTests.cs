namespace Netra.Cluster.Tests;

/// <summary>Limits that take frames while a connection catches up.</summary>
public sealed class TrimmingTests
{
    [Fact]
    public async Task Pull_FramesFallWhileTheyAreRead_SkipsThemAndNothingThatIsRetained()
    {
        await using var cluster = await NetraCluster.StartAsync(new ClusterShape(Silos: 1)
        {
            Users = users => (users.MaxMessages, users.RecentFramesBytes) = (10, 0),
        });
        var user = cluster.Silos[0].User("ada");
        await user.PublishAsync(messages: 10);
        cluster.Store.HeldRead = 1;
        await using var client = await TestClient.ConnectAsync(cluster.Gateway, "ada", "start=oldest");
        await cluster.Store.ReadHeld.InTime();
        // Takes all that the held read is about, and more comes that stays.
        for (var i = 0; i < 10; i++) await user.PublishAsync();
        cluster.Store.ReleaseRead();

        var frames = await client.ReadToAsync(20);
        Assert.Equal(Enumerable.Range(11, 10).Select(seq => (long)seq), frames.Select(frame => frame.GetProperty("seq").GetInt64()));
        cluster.Errors.AssertNone();
    }
}
