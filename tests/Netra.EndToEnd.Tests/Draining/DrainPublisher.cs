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

    /// <summary>Publishes until all is accepted, as a careful service does: what was not confirmed is sent again with its id.</summary>
    private async Task PublishAsync(IReadOnlyList<(string User, string Id)> messages)
    {
        using var pace = new PeriodicTimer(Pace);
        while (messages.Count > 0)
        {
            var body = string.Join(',', messages.Select(one => $$$"""{"user_id":"{{{one.User}}}","type":"note","id":"{{{one.Id}}}","payload":{"from":"publisher"}}"""));
            var answer = await api.SendAsync(HttpMethod.Post, "/api/v1/messages", $$"""{"messages":[{{body}}]}""", ProductionHost.PublishKey);
            var answers = answer.AssertOk().GetProperty("messages").EnumerateArray().ToList();
            foreach (var (message, published) in messages.Zip(answers))
            {
                if (!published.TryGetProperty("seq", out var seq)) continue;
                Assert.True(_accepted.GetOrAdd(message.User, _ => new()).TryAdd(seq.GetInt64(), message.Id));
            }

            messages = [.. messages.Zip(answers).Where(one => !one.Second.TryGetProperty("seq", out _)).Select(one => one.First)];
            if (messages.Count > 0) await pace.WaitForNextTickAsync();
        }
    }
}
