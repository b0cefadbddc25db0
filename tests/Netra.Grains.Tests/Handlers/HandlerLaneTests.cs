namespace Netra.Grains.Tests;

public sealed class HandlerLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly SignallingTime _time = new();

    [Fact]
    public Task Enter_Taken_WaitsForItsTurnInOrder() => Exclusively.RunAsync(async () =>
    {
        var lane = new HandlerLane(10, _time);
        Assert.True(await lane.EnterAsync(Patience));
        var (second, third) = (lane.EnterAsync(Patience), lane.EnterAsync(Patience));
        Assert.False(second.IsCompleted);
        lane.Leave();
        Assert.True(await second);
        Assert.False(third.IsCompleted);
        lane.Leave();
        Assert.True(await third);
        lane.Leave();
        Assert.True(await lane.EnterAsync(TimeSpan.Zero));
    });

    [Fact]
    public Task Enter_NotItsTurnInTime_GivesUpItsPlace() => Exclusively.RunAsync(async () =>
    {
        var lane = new HandlerLane(1, _time);
        Assert.True(await lane.EnterAsync(Patience));
        var late = lane.EnterAsync(Patience);
        Assert.False(await lane.EnterAsync(Patience));
        await _time.PassNextDelayAsync();
        Assert.False(await late);

        var next = lane.EnterAsync(Patience);
        lane.Leave();
        Assert.True(await next);
    });

    [Fact]
    public Task Enter_TakenAndNoPatience_IsFalseAtOnce() => Exclusively.RunAsync(async () =>
    {
        var lane = new HandlerLane(1, _time);
        Assert.True(await lane.EnterAsync(Patience));

        Assert.False(await lane.EnterAsync(TimeSpan.Zero));
    });
}
