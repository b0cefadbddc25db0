using System.Diagnostics;

namespace Netra.Bench.Tests;

public sealed class ScheduleTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    [Fact]
    public void TryDue_Rate_SpreadsCallsOverTheLength()
    {
        var schedule = Schedule.Begin(Pacing.At(1_000, Length), batch: 100);

        Assert.Equal(20, Enumerable.Range(0, 100).Count(call => schedule.TryDue(call, schedule.StartedAt, out _)));
        Assert.True(schedule.TryDue(5, schedule.StartedAt, out var due));
        Assert.Equal(500, Stopwatch.GetElapsedTime(schedule.StartedAt, due).TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(schedule.EndsAt, schedule.LastDueAt);
    }

    [Fact]
    public void TryDue_Rate_IsTheSameHoweverLateItIsAsked()
    {
        var schedule = Schedule.Begin(Pacing.At(10, Length), batch: 1);

        schedule.TryDue(3, schedule.StartedAt, out var early);
        schedule.TryDue(3, schedule.EndsAt, out var late);

        Assert.Equal(early, late);
    }

    [Fact]
    public void TryDue_AtOnce_AllAreDueAtTheBeginning()
    {
        var schedule = Schedule.Begin(Pacing.AtOnce(50, Length), batch: 10);

        Assert.Equal(5, Enumerable.Range(0, 100).Count(call => schedule.TryDue(call, schedule.StartedAt, out var due) && due == schedule.StartedAt));
        Assert.Equal(schedule.StartedAt, schedule.LastDueAt);
    }

    [Fact]
    public void TryDue_Fastest_IsDueWhenItIsAskedUntilTheEnd()
    {
        var schedule = Schedule.Begin(Pacing.Fastest(Length), batch: 10);

        Assert.True(schedule.TryDue(1_000_000, schedule.EndsAt - 1, out var due));
        Assert.Equal(schedule.EndsAt - 1, due);
        Assert.False(schedule.TryDue(0, schedule.EndsAt, out _));
    }
}
