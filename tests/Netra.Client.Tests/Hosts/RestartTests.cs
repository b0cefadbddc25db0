namespace Netra.Client.Tests;

public sealed class RestartTests
{
    private const int Each = 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_OfTheHost_BringsWhatWasSentMeanwhileOnceAndInOrder(bool isKilled)
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

        Send();
        await Task.WhenAll(sender.HasAsync(1), other.HasAsync(1));
        var ending = isKilled ? host.KillAsync() : host.StopAsync();
        Send();
        await ending;
        Send();
        await host.StartAgainAsync();
        Send();
        var accepted = await Task.WhenAll(sending).WaitAsync(Patience.Long);
        await Task.WhenAll(sender.HasAsync(4 * Each), other.HasAsync(4 * Each));

        var expected = Enumerable.Range(1, 4 * Each).ToList();
        Assert.Equal(expected.Select(n => $"a {n}"), sender.Told);
        Assert.Equal(expected.Select(n => $"a {n}"), other.Told);
        Assert.Equal(expected.Select(n => (long)n), sender.Seqs);
        Assert.Equal(sender.Seqs, accepted.Select(each => each.Seq!.Value));
        Assert.Contains(sender.States, status => status.State == ConnectionState.Waiting);
        Assert.True(sender.States.Last(status => status.State == ConnectionState.Connected).Resumed);
    }
}
