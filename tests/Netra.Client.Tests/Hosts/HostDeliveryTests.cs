namespace Netra.Client.Tests;

public sealed class HostDeliveryTests(ClientHost shared) : IDisposable
{
    private readonly string _user = HostClients.NewUser();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netra-client-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Dispose_WithAFileStore_IsResumedByTheNextClient()
    {
        await using (var first = new Recorder(Kept()))
        {
            await shared.Process.Api.PublishManyAsync(_user, 3);
            await first.HasAsync(3);
        }

        await shared.Process.Api.PublishManyAsync(_user, 3, from: 4);
        await using var second = new Recorder(Kept());
        await second.HasAsync(3);

        Assert.Equal([4L, 5L, 6L], second.Seqs);
        Assert.True(second.States[^1].Resumed);
    }

    [Fact]
    public async Task SendAsync_BeforeTheConnection_WaitsForIt()
    {
        const int Room = 10;
        await using var client = HostClients.Make(shared.Process, _user, options => options.Numbers.MaxOutbox = Room);
        var waiting = Enumerable.Range(1, Room).Select(n => client.SendAsync("note", new Note(n, "a"))).ToList();

        Assert.Equal("outbox_full", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", new Note(0)).InTime())).Code);
        client.Connect();

        Assert.Equal(Enumerable.Range(1, Room), (await Task.WhenAll(waiting).InTime()).Select(each => (int)each.Seq!.Value));
    }

    [Fact]
    public async Task SendAsync_MoreThanTheServerTakes_IsRefusedAndTheConnectionLives()
    {
        await using var client = HostClients.Make(shared.Process, _user);
        await client.ConnectAsync().InTime();

        var refused = client.SendAsync("note", new Note(1, new string('x', 300_000)));

        Assert.Equal("too_large", (await Assert.ThrowsAsync<NetraException>(() => refused.InTime())).Code);
        Assert.Equal(1, (await client.SendAsync("note", new Note(2)).InTime()).Seq);
    }

    [Fact]
    public async Task SendAsync_ManyTimesWhatTheServerTakesInASecond_KeepsTheConnection()
    {
        const int Count = 1_000;
        await using var client = HostClients.Make(shared.Process, _user);
        var states = new System.Collections.Concurrent.ConcurrentQueue<ConnectionState>();
        client.ConnectionChanged += (_, status) => states.Enqueue(status.State);
        var sending = Enumerable.Range(1, Count).Select(n => client.SendAsync("note", new Note(n))).ToList();

        client.Connect();

        Assert.Equal(Enumerable.Range(1, Count), (await Task.WhenAll(sending).WaitAsync(Patience.Long)).Select(each => (int)each.Seq!.Value));
        Assert.Equal([ConnectionState.Connecting, ConnectionState.Connected], states);
    }

    [Fact]
    public async Task SendAsync_AsDeepAsTheServerTakes_IsAccepted()
    {
        const int Levels = 63;
        await using var client = HostClients.Make(shared.Process, _user);
        await client.ConnectAsync().InTime();
        var payload = string.Concat(Enumerable.Repeat("""{"a":""", Levels)) + "1" + new string('}', Levels);

        Assert.Equal(1, (await client.SendAsync("note", System.Text.Json.JsonElement.Parse(payload)).InTime()).Seq);
        var deeper = System.Text.Json.JsonElement.Parse($$"""{"a":{{payload}}}""");
        Assert.Equal("invalid_json", (await Assert.ThrowsAsync<NetraException>(() => client.SendAsync("note", deeper).InTime())).Code);
    }

    [Fact]
    public async Task Live_MoreThanASlowApplicationTakes_IsBroughtLaterInOrder()
    {
        await using var slow = new Recorder(
            HostClients.Options(shared.Process, _user, options => options.Numbers.MaxPending = 8), () => TimeSpan.FromMilliseconds(1));
        for (var n = 1; n <= 200; n += 50) await shared.Process.Api.PublishManyAsync(_user, 50, n);

        await slow.HasAsync(200);

        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), slow.Seqs);
    }

    [Fact]
    public async Task Replay_OverWhatHasExpired_TellsTheHole()
    {
        await shared.Process.Api.PostAsync($"/api/v1/users/{_user}/messages", """
            {"messages":[{"type":"note","payload":{"n":1}},{"type":"note","ttl_ms":1,"payload":{"n":2}},{"type":"note","payload":{"n":3}}]}
            """);
        await EventuallyAsync(async () => (await shared.Process.Api.AllMessagesAsync(_user)).Count == 2);
        await using var recorder = new Recorder(HostClients.Options(shared.Process, _user));

        await recorder.HasAsync(2);

        Assert.Equal([" 1", new SkippedMessages(2, 2, "expired").ToString(), " 3"], recorder.Told);
    }

    [Fact]
    public async Task Connect_WithANameThatAnotherTakes_IsClosedAndDoesNotFightForIt()
    {
        await using var first = HostClients.Make(shared.Process, _user, options => options.ClientId = "tab");
        await using var second = HostClients.Make(shared.Process, _user, options => options.ClientId = "tab");
        var closed = new TaskCompletionSource<ConnectionStatus>();
        first.ConnectionChanged += (_, status) =>
        {
            if (status.State == ConnectionState.Closed) closed.TrySetResult(status);
        };
        await first.ConnectAsync().InTime();
        await second.ConnectAsync().InTime();

        Assert.Equal(4409, (await closed.Task.InTime()).Code);
        Assert.Equal(1, (await second.SendAsync("note", new Note(1)).InTime()).Seq);
    }

    [Fact]
    public async Task Connect_AsAnotherUserThanNamed_IsClosed()
    {
        await using var client = HostClients.Make(shared.Process, _user, options => options.User = "somebody-else");

        await Assert.ThrowsAsync<NetraException>(() => client.ConnectAsync().InTime());

        Assert.Equal("user_changed", client.Connection.Reason);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Short);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
    }

    private NetraClientOptions Kept() => HostClients.Options(
        shared.Process, _user, options => (options.User, options.Store) = (_user, new FileClientStore(_directory.FullName)));
}
