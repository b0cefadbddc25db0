namespace Netra.EndToEnd.Tests;

/// <summary>Many who change one state at once end with the same.</summary>
[Collection(nameof(RoomyHost))]
public sealed class StateConvergenceTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task SeveralConnections_FiftyTabsAndAThousandPatches_ComeToOneDocument()
    {
        const int Tabs = 50, EachOfTabs = 16, OverHttp = 200;
        var random = NewRandom();
        var tabs = await Task.WhenAll(Enumerable.Range(0, Tabs).Select(_ => Host.ConnectAsync(User)));
        var seeds = tabs.Select(_ => random.Next()).ToList();
        var httpSeed = random.Next();

        var overHttp = Task.Run(async () =>
        {
            var own = new Random(httpSeed);
            for (var i = 0; i < OverHttp; i++) (await Calls.PatchStateAsync(RandomPatch(own))).AssertOk();
        });
        await Task.WhenAll(tabs.Select((tab, i) => Task.Run(() => ChangeAsync(tab, EachOfTabs, new Random(seeds[i])))));
        await overHttp;

        const int Changes = (Tabs * EachOfTabs) + OverHttp;
        var there = await Calls.StateAsync();
        Assert.Equal(Changes, there.GetProperty("version").GetInt64());
        var expected = StateReplica.CanonicalText(there.GetProperty("state"));
        foreach (var tab in tabs)
        {
            var replica = StateReplica.Of(await tab.UntilAsync(Changes));
            Assert.Equal((Changes, expected), (replica.Version, replica.Text));
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task SeveralConnections_TwoPatchAtOnce_OneWinsAndBothEndTheSame()
    {
        await using var one = await Host.ConnectAsync(User);
        await using var two = await Host.ConnectAsync(User);
        for (var version = 0; version < 25; version++)
        {
            var answers = await Task.WhenAll(
                one.AskAsync("state_update", $$$"""{"version":{{{version}}},"patch":{"by":"one","at":{{{version}}}}}"""),
                two.AskAsync("partial_state_update", $$$"""{"version":{{{version}}},"updates":{"by":"two"}}"""));

            Assert.Equal(["state_updated", "version_conflict"], answers.Select(answer => answer.Type).Order());
            var conflict = answers.Single(answer => answer.Type == "version_conflict").Payload;
            Assert.Equal((version, version + 1), (conflict.GetProperty("client_version").GetInt32(), conflict.GetProperty("server_version").GetInt32()));
            var winner = answers[0].Type == "state_updated" ? "one" : "two";
            Assert.Equal(winner, conflict.GetProperty("state").GetProperty("by").GetString());
        }

        var expected = StateReplica.CanonicalText((await Calls.StateAsync()).GetProperty("state"));
        Assert.Equal(expected, StateReplica.Of(await one.UntilAsync(25)).Text);
        Assert.Equal(expected, StateReplica.Of(await two.UntilAsync(25)).Text);
    }

    [Fact]
    public async Task UnderLoad_MessagesChangesAndReturningTabs_NeverContradictEachOther()
    {
        const int Changes = 300;
        var random = NewRandom();
        var changing = Task.Run(async () =>
        {
            for (var i = 1; i <= Changes; i++)
            {
                (await Calls.PatchStateAsync($$"""{"step":{{i}},"k{{i % 7}}":{{i}}}""")).AssertOk();
                await Api.PublishAsync(User, "step", $$"""{"n":{{i}}}""");
            }
        });

        // A tab that is cut off now and then and comes back with what it has.
        var replica = new StateReplica();
        var last = 0L;
        while (last < 2 * Changes)
        {
            await using var tab = await Host.ConnectAsync(User, $"client_id=tab&last_seq={last}&state_version={replica.Version}");
            for (var i = random.Next(1, 100); i > 0 && last < 2 * Changes; i--)
            {
                var frame = await tab.NextAsync();
                replica.Take(frame);
                if (frame.Seq is null) continue;
                Assert.Equal(++last, frame.Seq);
                // The change stands before the message that speaks of it.
                if (frame.Type == "step") Assert.True(replica.Version >= frame.Payload.GetProperty("n").GetInt32(), $"{frame} came before its change.");
            }

            tab.Abort();
        }

        await changing;
        var there = await Calls.StateAsync();
        Assert.Equal((Changes, StateReplica.CanonicalText(there.GetProperty("state"))), (replica.Version, replica.Text));
    }

    /// <summary>Changes again and again, from the version that it knows; after a conflict from the one it is told.</summary>
    private static async Task ChangeAsync(NetraSocket tab, int changes, Random random)
    {
        var version = (await tab.FindAsync(frame => frame.Type == "state_snapshot")).Payload.GetProperty("version").GetInt64();
        for (var made = 0; made < changes;)
        {
            var (type, change) = random.Next(3) switch
            {
                0 => ("state_update", $"\"patch\":{RandomPatch(random)}"),
                1 => ("state_update", $$$"""
                    "ops":[{"op":"add","path":"/k{{{random.Next(10)}}}","value":{"x":{{{random.Next(100)}}}}}]
                    """),
                _ => ("partial_state_update", $$"""
                    "updates":{"deep.k{{random.Next(10)}}.v":{{random.Next(100)}}}
                    """),
            };
            var answer = await tab.AskAsync(type, $$"""{"version":{{version}},{{change}}}""");
            if (answer.Type == "version_conflict")
            {
                version = answer.Payload.GetProperty("server_version").GetInt64();
                continue;
            }

            Assert.True(answer.Type == "state_updated", answer.Text);
            version = answer.Payload.GetProperty("version").GetInt64();
            made++;
        }
    }

    private static string RandomPatch(Random random) => random.Next(4) switch
    {
        0 => $$"""{"k{{random.Next(10)}}":null}""",
        1 => $$$"""{"k{{{random.Next(10)}}}":{"x":{{{random.Next(100)}}},"y":[{{{random.Next(100)}}}]}}""",
        2 => $$$"""{"k{{{random.Next(10)}}}":{"x":null,"z":"{{{random.Next(100)}}}"}}""",
        _ => $$"""{"k{{random.Next(10)}}":{{random.Next(100)}},"t{{random.Next(10)}}":"text"}""",
    };
}
