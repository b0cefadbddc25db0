namespace Netra.EndToEnd.Tests;

/// <summary>Everything at once: publishers, clients that send, clients that come and go, and kill -9 of the host. Set NETRA_SEED to replay a seed.</summary>
public sealed class ZeroLossTests
{
    private const int Users = 3, Each = 250, Kills = 3;

    [Fact]
    public async Task ZeroLoss_MixedLoadWithReconnectsAndKills_EveryMessageComesOnceInItsSendersOrder()
    {
        var seed = TestSeed.Next();
        var random = new Random(seed);
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Users:MaxMessages", "100000")
            .With("Netra:Gateway:MessagesPerSecond", "100000").With("Netra:Gateway:UserMessagesPerSecond", "100000"));
        var users = Enumerable.Range(1, Users).Select(i => new ZeroLossUser(host, $"zero-{i}", Each, random.Next())).ToList();

        var running = users.Select(user => user.RunAsync()).ToList();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var wanted = kill * Users * Each / (Kills + 1);
            await Eventually.IsAsync(true, () => Task.FromResult(users.Sum(user => user.Accepted) >= wanted));
            await host.KillAsync();
            await host.StartAgainAsync();
        }

        await Task.WhenAll(running).WaitAsync(Patience.Long);
        foreach (var user in users) await user.AssertCompleteAsync(seed);
    }
}
