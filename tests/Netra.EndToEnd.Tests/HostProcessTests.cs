namespace Netra.EndToEnd.Tests;

public sealed class HostProcessTests
{
    [Fact]
    public async Task KillAsync_AfterPublish_MessageIsThereAfterStartAgain()
    {
        await using var host = await HostProcess.StartAsync();
        var seq = await host.Api.PublishAsync("alice", "note", """{"text":"kept"}""");

        await host.KillAsync();
        Assert.False(host.IsRunning);
        await host.StartAgainAsync();

        await using var alice = await host.ConnectAsync("alice");
        var frame = await alice.ReceiveAsync("note");
        Assert.Equal((1, 1, """{"text":"kept"}"""), (seq, frame.Seq, frame.PayloadText));
    }
}
