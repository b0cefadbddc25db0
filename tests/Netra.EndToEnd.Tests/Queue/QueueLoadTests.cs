namespace Netra.EndToEnd.Tests;

/// <summary>The queue while much happens at once.</summary>
[Collection(nameof(RoomyHost))]
public sealed class QueueLoadTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task UnderLoad_ManyUsersPublishersAndReturningClients_EveryoneGetsAllOfItsOwnOnce()
    {
        const int Users = 25, Publishers = 2, Each = 60;
        var seeds = Enumerable.Repeat(NewRandom(), Users).Select(random => random.Next()).ToList();

        await Task.WhenAll(Enumerable.Range(0, Users).Select(async i =>
        {
            var user = new UserCalls(Api, $"{User}-{i}");
            var publishing = Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
            {
                for (var n = 0; n < Each; n++)
                    await user.PublishAsync($$$"""{"type":"note","payload":{"publisher":{{{publisher}}},"n":{{{n}}}}}""");
            })));
            var frames = await CollectAsync(user.User, Publishers * Each, new Random(seeds[i]));
            await publishing;

            Assert.Equal(Enumerable.Range(1, Publishers * Each).Select(seq => (long?)seq), frames.Select(frame => frame.Seq));
            foreach (var own in frames.GroupBy(frame => frame.Payload.GetProperty("publisher").GetInt32()))
                Assert.Equal(Enumerable.Range(0, Each), Runs.Numbers(own));
            Assert.Equal(new UserNumbers(Publishers * Each, 1, 0, 0, 0, 0), (await user.NumbersAsync()) with { Connections = 0, Unread = 0 });
        }));
    }

    /// <summary>Reads so many frames as a client that is cut off now and then and comes back with its last seq.</summary>
    private async Task<IReadOnlyList<Frame>> CollectAsync(string user, int count, Random random)
    {
        var frames = new List<Frame>();
        while (frames.Count < count)
        {
            await using var socket = await Host.ConnectAsync(user, $"client_id=tab&last_seq={frames.Count}");
            frames.AddRange(await socket.ReceiveDurableAsync(Math.Min(random.Next(1, 40), count - frames.Count)));
            socket.Abort();
        }

        return frames;
    }
}
