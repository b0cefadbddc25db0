namespace Netra.EndToEnd.Tests;

/// <summary>What is lost with a process that remembered it is said to be lost, and what is stored is still told.</summary>
public sealed class ExplainAfterCrashTests
{
    [Fact]
    public async Task Explain_AfterAKill_TellsWhatIsStoredAndNamesWhatWasLost()
    {
        await using var host = await HostProcess.StartAsync();
        var tab = await host.ConnectAsync("alice", "client_id=tab");
        await host.Api.PublishAsync("alice", "note", "{}");
        await host.Api.PublishAsync("alice", "note", "{}");
        await tab.ReceiveDurableAsync(2);
        await tab.AckAsync(1);
        await Eventually.IsAsync("acknowledged", async () => (await host.ExplainAsync("alice", 1)).Verdict());
        var before = await host.ExplainAsync("alice", 2);
        Assert.Equal(("delivered", 0), (before.Verdict(), before.Unknown().Count));

        await host.KillAsync();
        await tab.DisposeAsync();
        await host.StartAgainAsync();

        Assert.Equal("acknowledged", (await host.ExplainAsync("alice", 1)).Verdict());
        var after = await host.ExplainAsync("alice", 2);
        Assert.Equal("waiting", after.Verdict());
        Assert.EndsWith("Whether it was delivered before, see 'unknown'.", after.Summary(), StringComparison.Ordinal);
        Assert.Equal("""{"at":null}""", after.GetProperty("committed").GetRawText());
        Assert.Equal(before.GetProperty("accepted").GetProperty("at").GetInt64(), after.GetProperty("accepted").GetProperty("at").GetInt64());
        Assert.Equal("null", after.SenderText());
        Assert.Equal("null", after.GetProperty("pushed").GetRawText());
        Assert.Equal("", after.Connections());
        Assert.Contains(after.Unknown(), part => part.StartsWith("Who sent it, when it was committed", StringComparison.Ordinal));
        Assert.Contains(after.Unknown(), part => part.StartsWith("Connections that had it and have ended.", StringComparison.Ordinal));

        await using var again = await host.ConnectAsync("alice", "client_id=tab");
        await again.ReceiveDurableAsync(1);
        await again.PingAsync();
        Assert.Equal(("delivered", "tab:live:yes"), ((await host.ExplainAsync("alice", 2)).Verdict(), (await host.ExplainAsync("alice", 2)).Connections()));
    }
}
