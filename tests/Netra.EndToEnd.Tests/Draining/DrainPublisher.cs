using System.Collections.Concurrent;

namespace Netra.EndToEnd.Tests;

/// <summary>Publishes to many users through one gateway, all the time, and keeps what was accepted.</summary>
internal sealed class DrainPublisher(NetraApi api, IReadOnlyList<string> users, int perCall, int seed)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, string>> _accepted = new();

    /// <summary>How many messages were accepted.</summary>
    public int AcceptedCount => _accepted.Values.Sum(ids => ids.Count);

    /// <summary>What was accepted of a user: ids by seq.</summary>
    public IReadOnlyDictionary<long, string> AcceptedOf(string user) => _accepted.GetValueOrDefault(user) ?? new();

    public async Task RunAsync(CancellationToken end)
    {
        var random = new Random(seed);
        using var pace = new PeriodicTimer(Pace);
        for (var call = 0; !end.IsCancellationRequested; call++)
        {
            var chosen = random.GetItems([.. users], perCall);
            await PublishAsync([.. chosen.Select((user, i) => (user, $"p-{call}-{i}"))]);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Publishes one message to each user.</summary>
    public Task PublishToAllAsync(string prefix) =>
        Parallel.ForEachAsync(users.Chunk(500), async (chunk, _) => await PublishAsync([.. chunk.Select(user => (user, $"{prefix}-{user}"))]));

    private async Task PublishAsync(IReadOnlyList<(string User, string Id)> messages)
    {
        var body = string.Join(',', messages.Select(one => $$$"""{"user_id":"{{{one.User}}}","type":"note","id":"{{{one.Id}}}","payload":{"from":"publisher"}}"""));
        var answer = await api.SendAsync(HttpMethod.Post, "/api/v1/messages", $$"""{"messages":[{{body}}]}""", ProductionHost.PublishKey);
        foreach (var (message, published) in messages.Zip(answer.AssertOk().GetProperty("messages").EnumerateArray()))
            Assert.True(_accepted.GetOrAdd(message.User, _ => new()).TryAdd(published.GetProperty("seq").GetInt64(), message.Id));
    }
}
