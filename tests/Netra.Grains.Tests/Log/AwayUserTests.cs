using Netra.Protocol;

namespace Netra.Grains.Tests;

/// <summary>A user who is away for long, and is written to without end.</summary>
public sealed class AwayUserTests
{
    private const int Messages = 100_000;

    [Fact]
    public Task Publish_HundredThousandToOneAway_KeepsStorageAtItsLimits() => Exclusively.RunAsync(async () =>
    {
        await using var user = new GrainUser();
        var grain = await user.ActivateAsync();
        for (var i = 0; i < Messages; i += 1_000)
        {
            await grain.PublishAsync([.. Enumerable.Range(i, 1_000).Select(n => GrainExtensions.Message(
                priority: (MessagePriority)(n % 4), ttlMs: n % 5 == 0 ? 3_600_000 : null))]);
        }

        var tab = user.Connection();
        await grain.AttachAsync(tab);
        var head = await user.HeadAsync();
        Assert.Equal((Messages, user.Options.MaxMessages), (head.HeadSeq, head.FrameCount));
        Assert.Equal(user.Options.MaxMessages, (await grain.DescribeAsync()).Unread);
        Assert.Equal(user.Options.MaxDeadLetters, (await grain.DescribeAsync()).DeadLetters);
        Assert.Equal(user.Options.MaxMessages, (await user.Log.ReadEntriesAsync(user.Id, CancellationToken.None)).Count);

        // What is left are the newest of the highest priority.
        var page = await grain.ReadHistoryAsync(0, 1_000);
        Assert.All(page.Seqs(), seq => Assert.Equal(0, seq % 4));
        Assert.Equal((Messages - 3_996, Messages), (page.Seqs()[0], page.Seqs()[^1]));
    });

    [Fact]
    public void Apply_HundredThousandFramesWithEnds_HoldsASmallMultipleOfTheLimit()
    {
        var options = new UserGrainOptions { MaxMessages = 500 };
        var (rules, index) = (new RetentionRules(options), new RetainedIndex());
        var most = 0L;
        for (var seq = 1; seq <= Messages; seq += 10)
        {
            var commit = new StagedCommit();
            for (var i = 0; i < 10; i++)
            {
                commit.Add([new Storage.StoredFrame(seq + i, seq, new byte[10])
                {
                    Priority = (MessagePriority)((seq + i) * 7 % 4),
                    ExpiresAtMs = long.MaxValue,
                }]);
            }

            rules.Apply(index, commit, seq - 1, 0, seq);
            most = Math.Max(most, index.Room);
        }

        Assert.InRange(index.FrameCount, options.MaxMessages, options.MaxMessages + 10);
        Assert.InRange(most, 1, 5 * options.MaxMessages);
    }
}
