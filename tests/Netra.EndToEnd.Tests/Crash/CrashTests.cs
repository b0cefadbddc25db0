using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// kill -9 at random moments of a publishing run, again and again. Set NETRA_CRASH_SEED to replay a seed, NETRA_CRASH_ROUNDS for a longer run.
/// </summary>
public sealed class CrashTests
{
    private const int DefaultRounds = 20;

    [Fact]
    public async Task Kill_AtRandomMomentsOfAPublishingRun_LosesAndRepeatsNothing()
    {
        var seed = Number("NETRA_CRASH_SEED") ?? Random.Shared.Next();
        var rounds = Number("NETRA_CRASH_ROUNDS") ?? DefaultRounds;
        TestContext.Current.TestOutputHelper?.WriteLine($"NETRA_CRASH_SEED={seed}");
        var random = new Random(seed);
        await using var host = await HostProcess.StartAsync(new HostSettings()
            .With("Netra:Users:MaxMessages", "1000000")
            .With("Netra:Users:MaxBytes", "1000000000")
            .With("Netra:Gateway:MessagesPerSecond", "1000000").With("Netra:Gateway:UserMessagesPerSecond", "1000000"));
        var users = Enumerable.Range(1, 5).Select(i => new CrashUser(host, $"crash-{i}")).ToList();

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var user in users) await user.ConnectAsync();
            using var publishers = new CrashPublishers(host, users, round, random.Next());
            publishers.Start();
            // From before the first answers to the middle of a stream of them.
            await publishers.AcceptedAsync(random.Next(0, 150));
            publishers.ExpectCrash();
            await host.KillAsync();
            await publishers.EndAsync();
            foreach (var user in users) await user.TakeAsync();
            await host.StartAgainAsync();
        }

        foreach (var user in users)
        {
            await user.ConnectAsync();
            await user.AssertCompleteAsync(seed);
        }

        Assert.True(users.Sum(user => user.AcceptedCount) > rounds * 10, $"Too little was published to prove anything. Seed {seed}.");
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
