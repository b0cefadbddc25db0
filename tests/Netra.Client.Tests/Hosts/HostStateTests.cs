using System.Text.Json.Nodes;

namespace Netra.Client.Tests;

public sealed class HostStateTests(ClientHost shared)
{
    private const int Changes = 15;

    [Fact]
    public async Task State_ChangedByTwoClientsAtOnce_IsTheSameInBothAndLosesNothing()
    {
        var user = HostClients.NewUser();
        await using var one = HostClients.Make(shared.Process, user);
        await using var two = HostClients.Make(shared.Process, user);
        var reached = Task.WhenAll(UntilAsync(one, 4 * Changes), UntilAsync(two, 4 * Changes));
        await Task.WhenAll(one.ConnectAsync(), two.ConnectAsync()).InTime();

        await Task.WhenAll(CountAsync(one, "one"), CountAsync(two, "two")).InTime();

        await reached.InTime();
        var expected = new JsonObject { ["one"] = Changes, ["two"] = Changes, ["both"] = 2 * Changes };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(one.State.Value.GetRawText())), one.State.Value.GetRawText());
        Assert.Equal(one.State.Value.GetProperty("both").GetInt32(), two.State.Get<Dictionary<string, int>>()!["both"]);
    }

    [Fact]
    public async Task ApplyAsync_AgainstAnOlderVersion_IsRefusedByTheHost()
    {
        var user = HostClients.NewUser();
        await using var client = HostClients.Make(shared.Process, user);
        await client.ConnectAsync().InTime();
        await client.State.PatchAsync(new JsonObject { ["items"] = new JsonArray(1, 2) }).InTime();

        Assert.NotNull(await client.State.ApplyAsync([new JsonObject { ["op"] = "remove", ["path"] = "/items/0" }]).InTime());
        var exception = await Assert.ThrowsAsync<NetraException>(() =>
            client.State.ApplyAsync([new JsonObject { ["op"] = "remove", ["path"] = "/items/7" }]).InTime());

        Assert.Equal("invalid_patch", exception.Code);
        Assert.Equal("""{"items":[2]}""", client.State.Value.GetRawText());
    }

    // A sum of its own, which is sent again at a conflict, and one that both make, where the author has to look.
    private static async Task CountAsync(NetraClient client, string name)
    {
        for (var i = 1; i <= Changes; i++)
        {
            await client.State.SetAsync(new JsonObject { [name] = i });
            await client.State.PatchAsync(Both(client.State.Value), (conflict, _) => new(StateChange.Patch(Both(conflict.State))));
        }
    }

    private static JsonObject Both(System.Text.Json.JsonElement state) =>
        new() { ["both"] = (state.TryGetProperty("both", out var both) ? both.GetInt32() : 0) + 1 };

    private static async Task UntilAsync(NetraClient client, long version)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.State.Changed += (_, snapshot) =>
        {
            if (snapshot.Version >= version) reached.TrySetResult();
        };
        await reached.Task;
    }
}
