using System.Net.WebSockets;

namespace Netra.EndToEnd.Tests;

/// <summary>A tab that is slow, bad or hostile is a matter of its own (protocol section 4).</summary>
public sealed class IsolationTests(QuickHost quick) : BehaviourTests(quick)
{
    private const int Messages = 50;

    [Fact]
    public async Task Isolation_FromHostileTabs_TheGoodOneGetsEverything()
    {
        await using var good = await Host.ConnectAsync(User, "client_id=good");
        using var over = new CancellationTokenSource();
        var hostile = Task.WhenAll(FloodAsync(over.Token), BreakAsync(over.Token), OversizeAsync(over.Token));

        for (var n = 1; n <= Messages; n++)
        {
            await Api.PublishAsync(User, "note", $$"""{"n":{{n}}}""");
            Replay.AssertNotes(n, n, await good.ReceiveDurableAsync(1));
        }

        await over.CancelAsync();
        var ended = await hostile;
        Assert.All(ended, rounds => Assert.True(rounds > 0, "Each of them did its worst at least once."));
        Assert.Equal("ack", (await good.AskAsync("note", "{}")).Type);
        Assert.DoesNotContain(good.Frames, frame => frame.Type is "error" or "skipped");
        await Calls.AssertConnectionsAsync(1);
    }

    [Fact]
    public async Task Isolation_FromATabThatNeverReads_TheGoodOneGetsEverythingAndTheSlowOneIsClosedWith4413()
    {
        const int Large = 120;
        var text = new string('x', 200_000);
        await using var slow = await RawConnection.OpenAsync(Host.Port);
        await slow.UpgradeAsync("token=" + TestToken.For(User));
        await using var good = await Host.ConnectAsync(User, "client_id=good");
        var noticed = Host.Output.NextAsync(line => line.Contains("takes nothing any more", StringComparison.Ordinal));

        var publishing = Task.Run(async () =>
        {
            for (var n = 1; n <= Large; n++) await Api.PublishAsync(User, "note", $$"""{"n":{{n}},"text":"{{text}}"}""");
        });
        await SendPongsUntilAsync(slow, noticed);
        // It reads at last, before the server loses patience with the closing handshake.
        Assert.Equal(4413, await slow.ReadCloseAsync());
        await slow.SendCloseAsync(4413);

        await publishing;
        Assert.Equal(Large, (await good.UntilAsync(Large)).Count(frame => frame.Type == "note"));
        await Calls.AssertConnectionsAsync(1);
        await good.PingAsync();
    }

    /// <summary>It is slow, not dead: it sends.</summary>
    private static async Task SendPongsUntilAsync(RawConnection slow, Task noticed)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        using var patience = new CancellationTokenSource(Patience.Short);
        while (!noticed.IsCompleted)
        {
            await slow.SendTextAsync("""{"type":"pong"}""");
            await Task.WhenAny(noticed, timer.WaitForNextTickAsync(patience.Token).AsTask());
            Assert.False(patience.IsCancellationRequested, "The host did not notice.");
        }
    }

    private async Task<int> FloodAsync(CancellationToken over)
    {
        await using var socket = await Host.ConnectAsync(User, "client_id=flood");
        var ended = socket.EndAsync(Patience.Long);
        var sent = 0;
        try
        {
            for (; !over.IsCancellationRequested && !ended.IsCompleted; sent++) await socket.SendAsync(sent % 2 == 0 ? "{" : """{"type":5}""");
        }
        catch (WebSocketException)
        {
            // After ten seconds it is abuse.
            Assert.Equal(4429, (await ended).Code);
        }

        return sent;
    }

    private async Task<int> BreakAsync(CancellationToken over)
    {
        var rounds = 0;
        for (; !over.IsCancellationRequested; rounds++)
        {
            await using var raw = await RawConnection.OpenAsync(Host.Port);
            await raw.UpgradeAsync("client_id=break&token=" + TestToken.For(User));
            await raw.SendAsync([0x83, 0x80, 0, 0, 0, 0]);
            Assert.Equal(1002, await raw.ReadCloseAsync());
            raw.Reset();
        }

        return rounds;
    }

    private async Task<int> OversizeAsync(CancellationToken over)
    {
        var rounds = 0;
        for (; !over.IsCancellationRequested; rounds++)
        {
            await using var socket = await Host.ConnectAsync(User, "client_id=oversize");
            await socket.SendBytesAsync(new byte[300_000]);
            Assert.Equal(1009, (await socket.EndAsync()).Code);
        }

        return rounds;
    }
}
