namespace Netra.EndToEnd.Tests;

/// <summary>What was sent before a kill -9 and is sent again behind it, with the same id, takes effect once.</summary>
public sealed class SameIdTests
{
    [Fact]
    public async Task SameId_BeforeAndAfterKill_RunsOnce()
    {
        await using var host = await HostProcess.StartAsync(HandlerHost.Settings());
        var user = new UserCalls(host.Api, "same-id");
        await using (var before = await host.ConnectAsync(user.User, "client_id=tab"))
        {
            Assert.Equal("ack", (await before.AskAsync("count", "{}", "handled")).Type);
            Assert.Equal("ack", (await before.AskAsync("note", """{"n":1}""", "relayed")).Type);
            Assert.Equal("state_updated", (await before.AskAsync("state_update", """{"version":1,"patch":{"a":1}}""", "changed")).Type);
            Assert.Equal("handler_failed", (await before.AskAsync("fail_always", "{}", "failed")).Code);
            (await user.TryPublishAsync("""{"type":"note","id":"published"}""")).AssertOk();
            await host.KillAsync();
        }

        await host.StartAgainAsync();
        var stored = await user.MessagesAsync();
        var numbers = await user.NumbersAsync();
        await using var after = await host.ConnectAsync(user.User, "client_id=tab");
        var seqs = stored.ToLookup(frame => frame.Id, frame => frame.Seq);
        Assert.Equal("""{"id":"handled","duplicate":true}""", (await after.AskAsync("count", "{}", "handled")).PayloadText);
        Assert.Equal($$"""{"id":"relayed","duplicate":true,"seq":{{seqs["relayed"].Single()}}}""", (await after.AskAsync("note", "{}", "relayed")).PayloadText);
        var changed = await after.AskAsync("state_update", """{"version":1,"patch":{"a":1}}""", "changed");
        Assert.Equal(("ack", $$"""{"id":"changed","duplicate":true,"seq":{{seqs["changed"].Single()}}}"""), (changed.Type, changed.PayloadText));
        var published = (await user.TryPublishAsync("""{"type":"note","id":"published"}""")).AssertOk();
        Assert.Equal($$"""{"id":"published","seq":{{seqs["published"].Single()}},"duplicate":true}""", published.GetRawText());

        Assert.Equal(numbers with { Connections = 1 }, await user.NumbersAsync());
        Assert.Equal(1, numbers.DeadLetters);
        Assert.Equal(stored.Select(frame => frame.Text), (await user.MessagesAsync()).Select(frame => frame.Text));
        Assert.Equal("""{"version":2,"state":{"count":1,"a":1}}""", (await user.StateAsync()).GetRawText());
    }

    [Fact]
    public async Task SameId_KilledWhileManyAreUnderWay_EachRunsOnce()
    {
        const int Count = 300, Kills = 3;
        await using var host = await HostProcess.StartAsync(HandlerHost.Settings());
        var user = new UserCalls(host.Api, "under-way");
        var receiver = new UserCalls(host.Api, "receiver");
        var acked = new HashSet<string>();

        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var socket = await host.ConnectAsync(user.User, "client_id=tab&start=head");
            // Everything that has no answer yet goes out again, counted and sent on by turns.
            foreach (var n in Enumerable.Range(1, Count).Where(n => !acked.Contains($"m-{n}")))
                await socket.SendMessageAsync(n % 2 == 0 ? "count" : "send_to", $$"""{"to":"receiver","n":{{n}}}""", $"m-{n}");
            var wanted = kill == Kills ? Count : Math.Min(Count, acked.Count + 40);
            await socket.FindAsync(_ => acked.Count + socket.Frames.Count(frame => frame.Type == "ack") >= wanted);
            if (kill < Kills) await host.KillAsync();
            if (kill < Kills) await socket.EndAsync();
            acked.UnionWith(socket.Frames.Where(frame => frame.Type == "ack").Select(frame => frame.Id!));
            Assert.DoesNotContain(socket.Frames, frame => frame.Type == "error");
            if (kill < Kills) await host.StartAgainAsync();
        }

        Assert.Equal(Count, acked.Count);
        Assert.Equal($$"""{"count":{{Count / 2}}}""", (await user.StateAsync()).GetProperty("state").GetRawText());
        var counted = (await user.MessagesAsync()).Where(frame => frame.Type == "counted").Select(frame => frame.Payload.GetProperty("of").GetString());
        Assert.Equal(Enumerable.Range(1, Count).Where(n => n % 2 == 0).Select(n => $"m-{n}"), counted);
        await Eventually.IsAsync(Count / 2L, async () => (await receiver.NumbersAsync()).Head);
        Assert.Equal(Enumerable.Range(1, Count).Where(n => n % 2 == 1), Runs.Numbers(await receiver.MessagesAsync()));
    }

    [Fact]
    public async Task SameId_KilledInTheMiddleOfBackgroundWork_GoesOnAndRepeatsNothing()
    {
        await using var host = await HostProcess.StartAsync(HandlerHost.Settings());
        var user = new UserCalls(host.Api, "work");
        await using (var before = await host.ConnectAsync(user.User, "client_id=tab"))
        {
            Assert.Equal("ack", (await before.AskAsync("slow_work", """{"chunks":30,"pause_ms":20}""", "w")).Type);
            await before.FindAsync(frame => frame.Type == "partial_result" && frame.Payload.GetProperty("chunk").GetInt32() == 5);
            await host.KillAsync();
        }

        await host.StartAgainAsync();
        await using var after = await host.ConnectAsync(user.User, "client_id=tab");
        Assert.True((await after.AskAsync("slow_work", """{"chunks":30,"pause_ms":20}""", "w")).Payload.GetProperty("duplicate").GetBoolean());
        await after.FindAsync(frame => frame.Type == "work_done");

        var stored = await user.MessagesAsync();
        Assert.Equal(
            Enumerable.Range(0, 30),
            stored.Where(frame => frame.Type == "partial_result").Select(frame => frame.Payload.GetProperty("chunk").GetInt32()));
        Assert.Single(stored, frame => frame.Type == "work_done");
        Assert.Equal(30, (await user.StateAsync()).GetProperty("state").GetProperty("progress").GetInt32());
    }
}
