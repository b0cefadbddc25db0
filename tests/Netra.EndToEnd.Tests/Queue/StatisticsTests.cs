namespace Netra.EndToEnd.Tests;

/// <summary>The numbers of <c>GET /users/{user_id}</c> after each step.</summary>
[Collection(nameof(RoomyHost))]
public sealed class StatisticsTests(RoomyHost host) : BehaviourTests(host)
{
    [Fact]
    public async Task ExactStatistics_StepByStep_CountWhatIsThere()
    {
        Assert.Equal(new UserNumbers(0, 0, 0, 0, 0, 0), await Calls.NumbersAsync());
        await Api.PublishManyAsync(User, 3);
        Assert.Equal(new UserNumbers(3, 1, 3, 0, 0, 0), await Calls.NumbersAsync());

        await using var socket = await Host.ConnectAsync(User, "client_id=tab");
        await socket.UntilAsync(3);
        Assert.Equal(new UserNumbers(3, 1, 3, 0, 0, 1), await Calls.NumbersAsync());
        await socket.AckAsync(2);
        await Eventually.IsAsync(2L, AckedAsync);
        Assert.Equal(new UserNumbers(3, 1, 1, 0, 0, 1), await Calls.NumbersAsync());

        // A change of the state is a frame like others.
        (await Calls.PatchStateAsync("""{"a":1}""")).AssertOk();
        Assert.Equal(new UserNumbers(4, 1, 2, 1, 0, 1), await Calls.NumbersAsync());
        Assert.Equal(5, (await socket.AskAsync("note", """{"n":5}""")).Payload.GetProperty("seq").GetInt64());
        Assert.Equal(new UserNumbers(5, 1, 3, 1, 0, 1), await Calls.NumbersAsync());

        Assert.Equal(204, (await Calls.RevokeAsync(3)).Status);
        Assert.Equal(new UserNumbers(5, 1, 2, 1, 0, 1), await Calls.NumbersAsync());
        await Calls.PublishAsync("""{"type":"note","ttl_ms":1}""");
        await Calls.AssertNumbersAsync(new UserNumbers(6, 1, 2, 1, 1, 1));
        Assert.Equal(204, (await Calls.RevokeAsync(6)).Status);
        Assert.Equal(new UserNumbers(6, 1, 2, 1, 0, 1), await Calls.NumbersAsync());

        (await Calls.TryPublishAsync("""{"type":"typing","durable":false}""")).AssertOk();
        (await Calls.TryPublishAsync("""{"type":"note","id":"p"}""")).AssertOk();
        (await Calls.TryPublishAsync("""{"type":"note","id":"p"}""")).AssertOk();
        Assert.Equal(new UserNumbers(7, 1, 3, 1, 0, 1), await Calls.NumbersAsync());
        await socket.UntilAsync(7);
        await socket.AckAsync(7);
        await Eventually.IsAsync(7L, AckedAsync);
        Assert.Equal(new UserNumbers(7, 1, 0, 1, 0, 1), await Calls.NumbersAsync());
        await socket.CloseAsync();
        await Calls.AssertNumbersAsync(new UserNumbers(7, 1, 0, 1, 0, 0));
    }

    private async Task<long> AckedAsync() => (await Api.UserAsync(User)).GetProperty("connections")[0].GetProperty("acked_seq").GetInt64();
}
