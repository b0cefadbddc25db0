namespace Netra.Client.Tests;

public sealed class RestartTests
{
    private const int Each = 20;

    [Fact]
    public async Task Restart_OfTheHost_BringsWhatWasSentMeanwhileOnceAndInOrder()
    {
        await using var host = await HostProcess.StartAsync();
        var user = HostClients.NewUser();
        await using var sender = new Recorder(HostClients.Options(host, user, options => options.ClientId = "a"));
        await using var other = new Recorder(HostClients.Options(host, user, options => options.ClientId = "b"));
        var sending = new List<Task<Accepted>>();
        void Send()
        {
            for (var i = 0; i < Each; i++) sending.Add(sender.Client.SendAsync("note", new Note(sending.Count + 1, "a")));
        }

        // Once by a kill, once in good order.
        foreach (var end in new Func<Task>[] { host.KillAsync, () => host.StopAsync() })
        {
            var before = sender.States.Count(status => status.State == ConnectionState.Waiting);
            Send();
            await Task.WhenAll(sender.HasAsync(sending.Count - Each + 1), other.HasAsync(sending.Count - Each + 1));
            var ending = end();
            Send();
            await ending;
            Send();
            await host.StartAgainAsync();
            Send();
            await Task.WhenAll(sender.HasAsync(sending.Count), other.HasAsync(sending.Count));
            Assert.True(sender.States.Count(status => status.State == ConnectionState.Waiting) > before);
            Assert.True(sender.States.Last(status => status.State == ConnectionState.Connected).Resumed);
        }

        var accepted = await Task.WhenAll(sending).InTime();
        var expected = Enumerable.Range(1, sending.Count).ToList();
        Assert.Equal(expected.Select(n => $"a {n}"), sender.Told);
        Assert.Equal(expected.Select(n => $"a {n}"), other.Told);
        Assert.Equal(expected.Select(n => (long)n), sender.Seqs);
        Assert.Equal(sender.Seqs, accepted.Select(each => each.Seq!.Value));
    }
}
