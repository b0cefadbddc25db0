namespace Netra.EndToEnd.Tests;

/// <summary>Order and completeness when much happens at once.</summary>
[Collection(nameof(Alone))]
public sealed class LoadTests(BusyHost busy) : IClassFixture<BusyHost>
{
    private HostProcess Host => busy.Process;

    [Fact]
    public async Task TwoHundredConnections_PublishingAndReceivingAtOnce_EachSeesItsUsersSeqsInOrderOnce()
    {
        const int Users = 100, EachConnection = 50, EachUser = 2 * EachConnection;
        var names = Enumerable.Range(0, Users).Select(i => $"load-{Guid.NewGuid():n}-{i}").ToList();
        var sockets = await Task.WhenAll(names.Concat(names).Select(name => Host.ConnectAsync(name)));

        var sending = Task.WhenAll(sockets.Select((socket, index) => Task.Run(async () =>
        {
            for (var n = 0; n < EachConnection; n++)
                await socket.SendAsync($$$"""{"type":"load","id":"{{{index}}}-{{{n}}}","payload":{"connection":{{{index}}},"n":{{{n}}}}}""");
        })));
        var received = await Task.WhenAll(sockets.Select(socket => socket.ReceiveDurableAsync(EachUser)));
        await sending;

        for (var i = 0; i < sockets.Length; i++)
        {
            Assert.Equal(Enumerable.Range(1, EachUser).Select(seq => (long?)seq), received[i].Select(frame => frame.Seq));
            Assert.Equal(received[i % Users].Select(frame => frame.Text), received[i].Select(frame => frame.Text));
            foreach (var connection in new[] { i % Users, (i % Users) + Users })
            {
                var own = received[i].Where(frame => frame.Payload.GetProperty("connection").GetInt32() == connection);
                Assert.Equal(Enumerable.Range(0, EachConnection), own.Select(frame => frame.Payload.GetProperty("n").GetInt32()));
            }
        }

        Assert.Equal(10_000, sockets.Take(Users).Sum(socket => socket.Frames.Count(frame => frame.Seq is not null)));
        for (var i = 0; i < Users; i++) await Replay.AssertHeadAsync(EachUser, Host.Api, names[i]);
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task ThousandPublishesOfOneUser_AtOnce_AreNumberedWithoutAGap()
    {
        const int Count = 1_000;
        var user = $"many-{Guid.NewGuid():n}";
        await using var socket = await Host.ConnectAsync(user);

        var seqs = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Host.Api.PublishAsync(user, "many", $$"""{"i":{{i}}}""")));

        Assert.Equal(Enumerable.Range(1, Count).Select(seq => (long)seq), seqs.Order());
        var frames = await socket.ReceiveDurableAsync(Count);
        Assert.Equal(Enumerable.Range(1, Count).Select(seq => (long?)seq), frames.Select(frame => frame.Seq));
        Assert.Equal(seqs, Enumerable.Range(0, Count).Select(i => frames.Single(frame => frame.Payload.GetProperty("i").GetInt32() == i).Seq!.Value));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp));
        Assert.Equal(frames.Select(frame => frame.Text), (await Host.Api.AllMessagesAsync(user)).Select(frame => frame.Text));
    }
}
