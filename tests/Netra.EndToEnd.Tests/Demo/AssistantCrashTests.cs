namespace Netra.EndToEnd.Tests;

/// <summary>kill -9 in the middle of a run of the demo's assistant.</summary>
public sealed class AssistantCrashTests
{
    private const string Question = "What is left after a crash?";

    [Fact]
    public async Task Kill_InMidRun_TheRunCompletesAndTheLogHasEachStepOnce()
    {
        await using var host = await HostProcess.StartAsync();
        await using (var socket = await host.ConnectAsync("alice"))
        {
            await socket.SendAsync(AssistantLog.Ask("q-1", Question));
            await socket.ReceiveAsync("ack");
            await host.KillAsync();
        }

        // Again and again, each time a little further on: the run itself never starts over.
        foreach (var index in new[] { 2, 9, 17 })
        {
            await host.StartAgainAsync();
            await using var socket = await host.ConnectAsync("alice", "start=oldest");
            await socket.ReceiveAsync(frame => frame.Type == "partial_result" && frame.Payload.GetProperty("index").GetInt32() == index);
            await host.KillAsync();
        }

        await host.StartAgainAsync();
        await CompletesAsync(host, "alice");
        var log = await host.Api.AllMessagesAsync("alice");
        AssistantLog.AssertWhole("q-1", log);

        // What the crashed run says is what it would have said.
        await using var bob = await host.ConnectAsync("bob");
        await bob.SendAsync(AssistantLog.Ask("q-1", Question));
        await CompletesAsync(host, "bob");
        Assert.Equal(AssistantLog.TextOf(await host.Api.AllMessagesAsync("bob")), AssistantLog.TextOf(log));
    }

    private static async Task CompletesAsync(HostProcess host, string user)
    {
        await using var socket = await host.ConnectAsync(user, "start=oldest");
        await socket.ReceiveAsync(
            frame => frame.Type == "state_updated"
                && frame.Payload.GetProperty("patch").GetProperty("assistant").TryGetProperty("status", out var status) && status.GetString() == "completed",
            Patience.Long);
    }
}
