using System.Collections.Concurrent;

namespace Netra.EndToEnd.Tests;

/// <summary>A user of the crash test: one client that resumes with its last seq and epoch, and the test's own record of what was sent and accepted.</summary>
internal sealed class CrashUser(HostProcess host, string name)
{
    private readonly ConcurrentDictionary<string, CrashMessage> _sent = new();
    private readonly ConcurrentDictionary<string, long> _accepted = new();
    private readonly List<Frame> _received = [];
    private NetraSocket? _socket;
    private string? _epoch;

    public string Name => name;

    public int AcceptedCount => _accepted.Count;

    /// <summary>The client's socket of this round.</summary>
    public NetraSocket Socket => _socket!;

    private long LastSeq => _received.Count == 0 ? 0 : _received[^1].Seq!.Value;

    public void NoteSent(CrashMessage message) => Assert.True(_sent.TryAdd(message.Key, message));

    public void NoteAccepted(CrashMessage message, long seq) => Assert.True(_accepted.TryAdd(message.Key, seq));

    /// <summary>Connects where the client stopped. Every crash keeps the epoch.</summary>
    public async Task ConnectAsync()
    {
        _socket = await host.ConnectAsync(name, _epoch is null ? "client_id=crash" : $"client_id=crash&last_seq={LastSeq}&epoch={_epoch}");
        var established = await _socket.NextAsync();
        Assert.Equal("connection_established", established.Type);
        var epoch = established.Payload.GetProperty("epoch").GetString();
        Assert.Equal(_epoch ?? epoch, epoch);
        Assert.Equal(_epoch is not null, established.Payload.GetProperty("resumed").GetBoolean());
        _epoch = epoch;
        Assert.Equal("state_snapshot", (await _socket.NextAsync()).Type);
    }

    /// <summary>Takes over what came on a socket that is lost now, as a client would: in order, each seq the next one.</summary>
    public async Task TakeAsync()
    {
        await _socket!.EndAsync();
        foreach (var frame in _socket.Frames.Where(frame => frame.Seq is not null)) Take(frame);
        await _socket.DisposeAsync();
    }

    /// <summary>Receives the rest, and asserts that all is there that must be, once, in order and as it was sent.</summary>
    public async Task AssertCompleteAsync(int seed)
    {
        var head = (await host.Api.UserAsync(name)).GetProperty("head_seq").GetInt64();
        while (LastSeq < head) Take(await _socket!.ReceiveAsync(frame => frame.Seq is not null));
        await Replay.AssertNothingMoreAsync(_socket!, host.Api, name);
        await _socket!.DisposeAsync();

        var what = $"user {name}, seed {seed}";
        var messages = _received.Select(CrashMessage.Of).ToList();
        var places = messages.Select((message, index) => (message.Key, Seq: index + 1L)).ToLookup(place => place.Key, place => place.Seq);
        AssertNone(what, _accepted
            .Where(accepted => !places[accepted.Key].SequenceEqual([accepted.Value]))
            .Select(accepted => $"{accepted.Key} was accepted as {accepted.Value} and came as {string.Join(' ', places[accepted.Key])}"));
        AssertNone(what, places.Where(place => place.Count() > 1).Select(place => $"{place.Key} came {place.Count()} times"));
        AssertNone(what, messages.Where(message => _sent.GetValueOrDefault(message.Key) != message).Select(message => $"{message.Key} is not what was sent"));
        Assert.All(messages.GroupBy(message => message.Source), source => Assert.Equal(source.OrderBy(message => message.Number), source));
        Assert.All(_received.Zip(_received.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp, what));
        var stored = await host.Api.AllMessagesAsync(name);
        Assert.Equal(_received.Select(frame => frame.Text), stored.SkipLast(1).Select(frame => frame.Text));
    }

    private static void AssertNone(string what, IEnumerable<string> faults)
    {
        var found = faults.Take(10).ToList();
        Assert.True(found.Count == 0, $"{what}: {string.Join("; ", found)}");
    }

    private void Take(Frame frame)
    {
        Assert.Equal(LastSeq + 1, frame.Seq);
        _received.Add(frame);
    }
}
