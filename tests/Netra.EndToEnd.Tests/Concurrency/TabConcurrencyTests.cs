namespace Netra.EndToEnd.Tests;

/// <summary>Several tabs of a user at once (protocol section 4).</summary>
public sealed class TabConcurrencyTests(SharedHost shared) : BehaviourTests(shared)
{
    [Fact]
    public async Task Core_FiveTabsThatAllSend_EachGetsEverythingInTheSameOrder()
    {
        const int Each = 15;
        var tabs = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Host.ConnectAsync(User, $"client_id=tab-{i}")));

        await Task.WhenAll(tabs.Select((tab, i) => Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++) await tab.AskAsync("note", $$"""{"tab":{{i}},"n":{{n}}}""");
        })).Append(PublishAsync(Each)));

        const int All = 6 * Each;
        var expected = (await Calls.MessagesAsync()).Select(frame => frame.Text).ToList();
        Assert.Equal(All, expected.Count);
        foreach (var tab in tabs)
        {
            var frames = (await tab.UntilAsync(All)).Where(frame => frame.Seq is not null).ToList();
            Assert.Equal(Enumerable.Range(1, All).Select(seq => (long?)seq), frames.Select(frame => frame.Seq));
            Assert.Equal(expected, frames.Select(frame => frame.Text));
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task Limit_OfFive_RefusesTheSixthOfThisUserAlone()
    {
        var tabs = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Host.ConnectAsync(User, $"client_id=tab-{i}")));

        (await Upgrade.TryAsync(Api, "token=" + TestToken.For(User))).AssertProblem(429, "connection_limit");
        await using var stranger = await Host.ConnectAsync(NewUser());
        await stranger.PingAsync();
        // A tab that comes again takes its own place.
        await using var again = await Host.ConnectAsync(User, "client_id=tab-2");
        await again.PingAsync();
        Assert.Equal(4409, (await tabs[2].EndAsync()).Code);
        (await Upgrade.TryAsync(Api, "token=" + TestToken.For(User))).AssertProblem(429, "connection_limit");

        await Calls.AssertConnectionsAsync(5);
        foreach (var tab in tabs) await tab.DisposeAsync();
    }

    private async Task PublishAsync(int count)
    {
        for (var n = 0; n < count; n++) await Api.PublishAsync(User, "note", $$"""{"tab":-1,"n":{{n}}}""");
    }
}
