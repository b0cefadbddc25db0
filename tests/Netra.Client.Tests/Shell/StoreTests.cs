using System.Collections.Concurrent;

namespace Netra.Client.Tests;

public sealed class StoreTests : ClientTests, IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netra-client-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Connect_AfterARestart_GoesOnAndSendsWhatWaited()
    {
        var store = new RecordingStore(new FileClientStore(_directory.FullName));
        var (first, connection) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store), client => client.On<Note>("note", _ => { }));
        await connection.NoteAsync(1);
        await connection.ReceiveAsync("ack");
        var sending = first.SendAsync("note", new Note(1), "a");
        await connection.ReceiveAsync();
        await first.DisposeAsync();
        await Assert.ThrowsAsync<NetraException>(() => sending.InTime());

        var (_, next) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store));

        Assert.Equal((connection.Query("client_id"), "1", "e1"), (next.Query("client_id"), next.Query("last_seq"), next.Query("epoch")));
        Assert.Equal("a", (await next.ReceiveAsync()).GetProperty("id").GetString());
        Assert.DoesNotContain(store.Values, value => value.Contains("token", StringComparison.Ordinal) || value.Contains("\"t\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_AnotherUserInTheSameStore_BeginsAnew()
    {
        var store = new MemoryClientStore();
        var (client, connection) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store));
        _ = client.SendAsync("note", new Note(1), "a");
        await connection.ReceiveAsync();
        await client.DisposeAsync();

        var other = Make(options => (options.User, options.Store) = ("bob", store));
        other.Connect();
        var next = await Server.EstablishedAsync("\"user_id\":\"bob\"");

        Assert.Null(next.Query("last_seq"));
        await next.SendAsync("""{"type":"ping","timestamp":1}""");
        Assert.Equal("pong", (await next.ReceiveAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Connect_StoreThatFails_IsToldAndMessagesCome()
    {
        var seen = new TaskCompletionSource<int>();
        var (_, connection) = await ConnectAsync(
            options => (options.User, options.Store) = ("alice", new BrokenStore()), client => client.On<Note>("note", message => seen.TrySetResult(message.Payload.N)));

        await connection.NoteAsync(1);

        Assert.Equal(1, await seen.Task.InTime());
        Assert.Equal("storage_failed", (await NextErrorAsync()).Code);
        Assert.Equal(1, (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Connect_StoreWithDamage_IsToldAndBeginsAnew()
    {
        var store = new RecordingStore(new FileClientStore(_directory.FullName));
        var (first, _) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store));
        await first.DisposeAsync();
        foreach (var file in _directory.GetFiles()) await File.WriteAllTextAsync(file.FullName, """{"epoch":7}""");

        var (_, next) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store));

        Assert.Equal("storage_failed", (await NextErrorAsync()).Code);
        Assert.Equal(("unread", null), (next.Query("start"), next.Query("last_seq")));
    }

    [Fact]
    public async Task Save_ComesBeforeItsAck()
    {
        var store = new RecordingStore(new MemoryClientStore());
        var (_, connection) = await ConnectAsync(options => (options.User, options.Store) = ("alice", store), client => client.On<Note>("note", _ => { }));
        for (var seq = 1; seq <= 20; seq++)
        {
            await connection.NoteAsync(seq);
            var acked = (await connection.ReceiveAsync("ack")).GetProperty("payload").GetProperty("seq").GetInt64();
            Assert.Contains(store.Values, value => value.Contains($"\"last_seq\":{acked},", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task FileStore_KeysOfAnyCharacters_AreKeptApart()
    {
        var store = new FileClientStore(Path.Combine(_directory.FullName, "made", "here"));
        await store.WriteAsync("a/../b?", "1", CancellationToken.None);
        await store.WriteAsync("a/../c?", "2", CancellationToken.None);
        await store.WriteAsync("a/../b?", "3", CancellationToken.None);

        Assert.Equal(("3", "2", null), (
            await store.ReadAsync("a/../b?", CancellationToken.None),
            await store.ReadAsync("a/../c?", CancellationToken.None),
            await store.ReadAsync("d", CancellationToken.None)));
    }

    private sealed class RecordingStore(IClientStore inner) : IClientStore
    {
        public ConcurrentQueue<string> Values { get; } = new();

        public ValueTask<string?> ReadAsync(string key, CancellationToken cancellationToken) => inner.ReadAsync(key, cancellationToken);

        public async ValueTask WriteAsync(string key, string value, CancellationToken cancellationToken)
        {
            await inner.WriteAsync(key, value, cancellationToken);
            Values.Enqueue(value);
        }
    }

    private sealed class BrokenStore : IClientStore
    {
        public ValueTask<string?> ReadAsync(string key, CancellationToken cancellationToken) => throw new IOException("broken");

        public ValueTask WriteAsync(string key, string value, CancellationToken cancellationToken) => throw new IOException("full");
    }
}
