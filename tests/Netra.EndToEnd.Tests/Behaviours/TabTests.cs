namespace Netra.EndToEnd.Tests;

/// <summary>What tabs and devices get that pass nothing but their name, and what acknowledges by itself.</summary>
[Collection(nameof(RoomyHost))]
public sealed class TabTests(RoomyHost host) : BehaviourTests(host)
{
    [Theory]
    [InlineData("unread", 1)]
    [InlineData("head", 11)]
    [InlineData("oldest", 1)]
    public async Task BrandNewTab_NobodyHasAcknowledged_BeginsAsStartSays(string start, int from)
    {
        await Api.PublishManyAsync(User, 10);

        await AssertGetsAsync($"client_id=new&start={start}", from);
    }

    [Theory]
    [InlineData("unread", 5)]
    [InlineData("head", 11)]
    [InlineData("oldest", 1)]
    public async Task SecondDevice_AfterAnAcknowledgement_BeginsAsStartSays(string start, int from)
    {
        await Api.PublishManyAsync(User, 10);
        await using (var first = await Host.ConnectAsync(User, "client_id=first")) await AckAsync(first, 10, 4);

        await AssertGetsAsync($"client_id=second&start={start}", from);
    }

    [Theory]
    [InlineData("unread")]
    [InlineData("head")]
    [InlineData("oldest")]
    public async Task ReloadedTab_ThatAcknowledged_GoesOnBehindItWhateverStartSays(string start)
    {
        await Api.PublishManyAsync(User, 10);
        await using (var tab = await Host.ConnectAsync(User, "client_id=tab&start=oldest")) await AckAsync(tab, 10, 6);
        await using (var other = await Host.ConnectAsync(User, "client_id=other")) await AckAsync(other, 10, 8);

        await AssertGetsAsync($"client_id=tab&start={start}", 7);
    }

    [Theory]
    [InlineData("unread", 1)]
    [InlineData("head", 6)]
    [InlineData("oldest", 1)]
    public async Task ReloadedTab_ThatNeverAcknowledged_GoesOnFromWhereItFirstBegan(string start, int from)
    {
        await Api.PublishManyAsync(User, 5);
        await using (var tab = await Host.ConnectAsync(User, $"client_id=tab&start={start}"))
        {
            await tab.ReceiveAsync("state_snapshot");
            await tab.CloseAsync();
        }

        await Api.PublishManyAsync(User, 5, from: 6);

        Assert.Equal(10, (await Calls.NumbersAsync()).Unread);
        await AssertGetsAsync("client_id=tab&start=head", from);
    }

    private async Task AckAsync(NetraSocket socket, int sent, int ack)
    {
        await socket.UntilAsync(sent);
        await socket.AckAsync(ack);
        await Eventually.IsAsync(sent - ack, async () => (await Calls.NumbersAsync()).Unread);
        await socket.CloseAsync();
    }

    private async Task AssertGetsAsync(string query, int from)
    {
        await using var socket = await Host.ConnectAsync(User, query);
        await socket.ReceiveAsync("state_snapshot");
        await Replay.AssertNotesAsync(from, 10, socket);
        await Replay.AssertNothingMoreAsync(socket, Api, User);
    }
}
