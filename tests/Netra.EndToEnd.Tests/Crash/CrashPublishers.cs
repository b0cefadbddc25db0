using System.Net.WebSockets;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The publishers of one round: single and batch over HTTP, a batch across all users, and a relay for each user's socket.</summary>
internal sealed class CrashPublishers(HostProcess host, IReadOnlyList<CrashUser> users, int round, int seed) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _accepted = new(0);
    private List<Task> _running = [];
    private volatile bool _crashes;

    public void Start() => _running =
    [
        .. users.Select(user => RunAsync($"single-{user.Name}", (source, random, first) => SingleAsync(user, source, random, first))),
        .. users.Select(user => RunAsync($"batch-{user.Name}", (source, random, first) => BatchAsync(user, source, random, first))),
        .. users.Select(user => RunAsync($"relay-{user.Name}", (source, random, first) => RelayAsync(user, source, random, first))),
        RunAsync("across", AcrossAsync),
    ];

    /// <summary>Waits until so many calls were answered.</summary>
    public async Task AcceptedAsync(int calls)
    {
        for (var i = 0; i < calls; i++) Assert.True(await _accepted.WaitAsync(Patience.Short), "The publishers publish nothing.");
    }

    /// <summary>From here on calls may fail. They go on all the same: the crash is to meet them at work.</summary>
    public void ExpectCrash() => _crashes = true;

    /// <summary>Waits for the publishers' ends after a crash. What fails at it has an unknown outcome; any other failure is the test's.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(Patience.Long);
    }

    public void Dispose()
    {
        _end.Dispose();
        _accepted.Dispose();
    }

    private async Task RunAsync(string name, Func<string, Random, int, Task<int>> publish)
    {
        // Leaves the caller, and gives each publisher numbers of its own that the seed determines.
        await Task.Yield();
        var random = new Random(HashCode.Combine(seed, name.Sum(character => character)));
        var source = $"round-{round}-{name}";
        try
        {
            for (var number = 0; !_end.IsCancellationRequested; _accepted.Release()) number = await publish(source, random, number);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or WebSocketException or InvalidOperationException or OperationCanceledException)
        {
            Assert.True(_crashes, $"{source} failed before the crash: {exception}");
        }
    }

    private async Task<int> SingleAsync(CrashUser user, string source, Random random, int number)
    {
        var message = Next(user, source, random, number);
        user.NoteAccepted(message, await host.Api.PublishAsync(user.Name, "crash", message.Payload));
        return number + 1;
    }

    private async Task<int> BatchAsync(CrashUser user, string source, Random random, int number)
    {
        var messages = Enumerable.Range(number, random.Next(1, 20)).Select(n => Next(user, source, random, n)).ToList();
        var body = string.Join(',', messages.Select(message => $$"""{"type":"crash","payload":{{message.Payload}}}"""));
        var answer = await host.Api.PostAsync($"/api/v1/users/{user.Name}/messages", $$"""{"messages":[{{body}}]}""");
        var seqs = answer.AssertOk().GetProperty("messages").EnumerateArray().Select(one => one.GetProperty("seq").GetInt64()).ToList();
        // One batch stands in one piece.
        Assert.Equal(Enumerable.Range(0, messages.Count).Select(i => seqs[0] + i), seqs);
        foreach (var (message, seq) in messages.Zip(seqs)) user.NoteAccepted(message, seq);
        return number + messages.Count;
    }

    private async Task<int> AcrossAsync(string source, Random random, int number)
    {
        var messages = users.Select(user => (User: user, Message: Next(user, source, random, number))).ToList();
        var body = string.Join(',', messages.Select(one => $$"""{"user_id":"{{one.User.Name}}","type":"crash","payload":{{one.Message.Payload}}}"""));
        var answers = (await host.Api.PostAsync("/api/v1/messages", $$"""{"messages":[{{body}}]}""")).AssertOk().GetProperty("messages");
        foreach (var (one, answer) in messages.Zip(answers.EnumerateArray())) one.User.NoteAccepted(one.Message, SeqOf(answer));
        return number + 1;
    }

    private static async Task<int> RelayAsync(CrashUser user, string source, Random random, int number)
    {
        var messages = Enumerable.Range(number, random.Next(1, 5)).Select(n => Next(user, source, random, n)).ToList();
        foreach (var message in messages)
            await user.Socket.SendAsync($$"""{"type":"crash","id":"{{message.Key}}","payload":{{message.Payload}}}""");
        foreach (var message in messages)
        {
            var ack = await user.Socket.ReceiveAsync(frame => frame.Type is "ack" or "error");
            Assert.Equal(("ack", message.Key), (ack.Type, ack.Id));
            user.NoteAccepted(message, SeqOf(ack.Payload));
        }

        return number + messages.Count;
    }

    private static long SeqOf(JsonElement answer) => answer.GetProperty("seq").GetInt64();

    private static CrashMessage Next(CrashUser user, string source, Random random, int number)
    {
        var message = new CrashMessage(source, number, new string((char)random.Next('a', 'z' + 1), random.Next(1, 2_000)));
        user.NoteSent(message);
        return message;
    }
}
