using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Netra.Client.Tests;

public sealed class SharedStateTests : ClientTests
{
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task PatchAsync_Conflict_IsAskedAndTheAnswerIsSent()
    {
        var (client, connection) = await WithStateAsync();
        var patching = client.State.PatchAsync(new JsonObject { ["n"] = 2 }, (conflict, _) => new(Set(conflict.State.GetProperty("n").GetInt32() + 1)));
        var first = await connection.ReceiveAsync();
        await ConflictAsync(connection, Id(first), 4, """{"n":8}""");

        var second = await connection.ReceiveAsync();
        Assert.Equal("""{"version":3,"patch":{"n":2}}""", first.GetProperty("payload").GetRawText());
        Assert.Equal("""{"version":4,"patch":{"n":9}}""", second.GetProperty("payload").GetRawText());
        Assert.Equal(Id(first), Id(second));
        await UpdatedAsync(connection, Id(first), 5, """{"n":9}""");
        Assert.Equal(1, (await patching.InTime()).Seq);
        Assert.Equal(["""3 {"n":1}""", """4 {"n":8}""", """5 {"n":9}"""], await ChangesAsync(3));
        Assert.Equal((5L, new Note(9)), (client.State.Version!.Value, client.State.Get<Note>()));
    }

    [Fact]
    public async Task PatchAsync_Conflict_IsSentAgainAsItIs()
    {
        var (client, connection) = await WithStateAsync();
        _ = client.State.SetAsync(new JsonObject { ["ui.theme"] = "dark" });
        await ConflictAsync(connection, Id(await connection.ReceiveAsync()), 4, """{"n":8}""");

        Assert.Equal("""{"version":4,"updates":{"ui.theme":"dark"}}""", (await connection.ReceiveAsync()).GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task ApplyAsync_Conflict_IsRefused()
    {
        var (client, connection) = await WithStateAsync();
        var applying = client.State.ApplyAsync([new JsonObject { ["op"] = "remove", ["path"] = "/n" }]);
        await ConflictAsync(connection, Id(await connection.ReceiveAsync()), 4, """{"n":8}""");

        Assert.Equal("version_conflict", (await Assert.ThrowsAsync<NetraException>(() => applying.InTime())).Code);
    }

    [Fact]
    public async Task PatchAsync_HandlerOfTheConflictThrows_IsToldAndRefused()
    {
        var cause = new InvalidDataException("no");
        var (client, connection) = await WithStateAsync();
        var patching = client.State.PatchAsync(new JsonObject { ["n"] = 2 }, (_, _) => throw cause);
        await ConflictAsync(connection, Id(await connection.ReceiveAsync()), 4, """{"n":8}""");

        Assert.Equal("version_conflict", (await Assert.ThrowsAsync<NetraException>(() => patching.InTime())).Code);
        Assert.Equal(("listener_failed", cause), (await NextErrorAsync() is var error ? error.Code : "", error.Cause));
    }

    private static StateChange Set(int n) => StateChange.Patch(new JsonObject { ["n"] = n });

    private static string Id(System.Text.Json.JsonElement frame) => frame.GetProperty("id").GetString()!;

    private static Task ConflictAsync(FakeConnection connection, string id, long version, string state) => connection.SendAsync(
        $$$"""{"type":"version_conflict","id":"{{{id}}}","timestamp":1,"payload":{"client_version":3,"server_version":{{{version}}},"state":{{{state}}}}}""");

    private static Task UpdatedAsync(FakeConnection connection, string id, long version, string patch) => connection.SendAsync(
        $$$"""{"type":"state_updated","id":"{{{id}}}","seq":1,"timestamp":1,"payload":{"version":{{{version}}},"patch":{{{patch}}}}}""");

    private async Task<(NetraClient Client, FakeConnection Connection)> WithStateAsync()
    {
        var (client, connection) = await ConnectAsync(prepare: client =>
            client.State.Changed += (_, snapshot) => _changes.Writer.TryWrite($"{snapshot.Version} {snapshot.Value.GetRawText()}"));
        Assert.Null(client.State.Version);
        await connection.SendAsync("""{"type":"state_snapshot","timestamp":1,"payload":{"version":3,"state":{"n":1}}}""");
        return (client, connection);
    }

    private async Task<IReadOnlyList<string>> ChangesAsync(int count)
    {
        var changes = new List<string>();
        while (changes.Count < count) changes.Add(await _changes.Reader.ReadAsync().AsTask().InTime());
        return changes;
    }
}
