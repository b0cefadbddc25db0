namespace Netra.EndToEnd.Tests;

/// <summary>The state while an agent works on it in the background.</summary>
[Collection(nameof(HandlerHost))]
public sealed class StateWithAgentTests(HandlerHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task WithARunningAgent_TabsChangeItToo_NothingIsLostAndAllEndTheSame()
    {
        const int Chunks = 40, Changes = 25;
        await using var tab = await Host.ConnectAsync(User);
        await using var other = await Host.ConnectAsync(User);
        Assert.Equal("ack", (await tab.AskAsync("slow_work", $$"""{"chunks":{{Chunks}},"pause_ms":5}""", "work")).Type);

        var replica = new StateReplica();
        for (var made = 0; made < Changes;)
        {
            var current = await tab.AskAsync("get_current_state", "{}");
            replica.Take(current);
            var answer = await tab.AskAsync("state_update", $$$"""{"version":{{{replica.Version}}},"patch":{"theme":{"step":{{{made}}}} }}""");
            if (answer.Type == "state_updated") made++;
            else Assert.Equal("version_conflict", answer.Type);
        }

        var done = await other.FindAsync(frame => frame.Type == "work_done");

        var there = await Calls.StateAsync();
        Assert.Equal("""{"progress":40,"theme":{"step":24}}""", StateReplica.CanonicalText(there.GetProperty("state")));
        Assert.Equal(Chunks + Changes, there.GetProperty("version").GetInt64());
        // The work may be done before the last of the tab's own changes.
        var head = Math.Max(done.Seq!.Value, (await Calls.NumbersAsync()).Head);
        foreach (var socket in new[] { tab, other })
        {
            var own = StateReplica.Of((await socket.UntilAsync(head)).Where(frame => frame.Type is "state_snapshot" or "state_updated"));
            Assert.Equal((there.GetProperty("version").GetInt64(), StateReplica.CanonicalText(there.GetProperty("state"))), (own.Version, own.Text));
        }
    }
}
