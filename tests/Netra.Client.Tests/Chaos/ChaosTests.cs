using System.Diagnostics;
using System.Globalization;

namespace Netra.Client.Tests;

public sealed class ChaosTests(ClientHost shared)
{
    private const double MaxBetweenMs = 400;

    /// <summary>About as long as it takes until the next message comes, so that connections are cut while messages wait for their turn.</summary>
    private const double MaxHandlingMs = 180;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("NETRA_CHAOS_SECONDS") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : 20);

    /// <summary>The seed is in the test's output; NETRA_SEED replays the faults and the pauses, though not the threads.</summary>
    [Fact]
    public async Task Chaos_BehindABadNetwork_EachMessageComesOnceAndInOrder()
    {
        var seed = TestSeed.Next();
        var user = HostClients.NewUser();
        await using var proxy = new ChaosProxy(shared.Process.Port, seed);
        await using var plain = new Recorder(HostClients.Options(shared.Process, user));
        await using var a = new Recorder(Harmed(proxy, user, "a"), Handling(seed + 1));
        await using var b = new Recorder(Harmed(proxy, user, "b"), Handling(seed + 2));

        var sending = await Task.WhenAll(SendForAsync(a.Client, "a", new Random(seed + 3)), SendForAsync(b.Client, "b", new Random(seed + 4)));
        proxy.Calm();
        await AnsweredAsync(proxy, (a, sending[0]), (b, sending[1]));
        var accepted = await Task.WhenAll(sending.SelectMany(each => each));
        await Task.WhenAll(plain.HasAsync(accepted.Length), a.HasAsync(accepted.Length), b.HasAsync(accepted.Length));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{accepted.Length} messages, {proxy.Connections} connections, faults {string.Join(", ", proxy.Done.Select(fault => $"{fault.Key} {fault.Value}"))}");
        Assert.Equal(accepted.Select(each => each.Seq!.Value).Order(), plain.Seqs);
        foreach (var harmed in new[] { a, b })
        {
            Assert.Equal(plain.Told, harmed.Told);
            Assert.Equal(plain.Seqs, harmed.Seqs);
        }

        foreach (var (name, count) in new[] { ("a", sending[0].Count), ("b", sending[1].Count) })
        {
            Assert.Equal(
                Enumerable.Range(1, count).Select(n => $"{name} {n}"), plain.Told.Where(text => text.StartsWith(name + " ", StringComparison.Ordinal)));
        }

        Assert.True(proxy.Connections > Length.TotalSeconds / 5, $"There was no chaos: {proxy.Connections} connections.");
    }

    // Whoever waits in vain is to see where each client stands.
    private static async Task AnsweredAsync(ChaosProxy proxy, params (Recorder Recorder, List<Task<Accepted>> Sent)[] clients)
    {
        var all = Task.WhenAll(clients.SelectMany(each => each.Sent));
        if (await Task.WhenAny(all, Task.Delay(Patience.Long)) == all) return;
        var stands = clients.Select(each =>
            $"{each.Sent.Count(sent => sent.IsCompleted)} of {each.Sent.Count} answered, {string.Join(" ", each.Recorder.States.TakeLast(8))}, "
            + $"errors {string.Join(" ", each.Recorder.Errors.TakeLast(8))}");
        Assert.Fail(string.Join(Environment.NewLine, [.. stands, $"{proxy.Connections} connections, {proxy.Open} of them open"]));
    }

    // Short waits, so that a short time has many connections.
    private NetraClientOptions Harmed(ChaosProxy proxy, string user, string name) => HostClients.Options(shared.Process, user, options =>
    {
        options.Url = proxy.Url;
        options.ClientId = name;
        options.Numbers.ConnectTimeout = TimeSpan.FromSeconds(3);
        options.Numbers.PongTimeout = TimeSpan.FromSeconds(2);
    });

    private static Func<TimeSpan> Handling(int seed)
    {
        var random = new Random(seed);
        return () => TimeSpan.FromMilliseconds(random.NextDouble() * MaxHandlingMs);
    }

    private static async Task<List<Task<Accepted>>> SendForAsync(NetraClient client, string name, Random random)
    {
        var sent = new List<Task<Accepted>>();
        for (var since = Stopwatch.StartNew(); since.Elapsed < Length;)
        {
            sent.Add(client.SendAsync("note", new Note(sent.Count + 1, name)));
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * MaxBetweenMs));
        }

        return sent;
    }
}
