namespace Netra.Faults.Tests;

/// <summary>What a rolling restart has to keep to.</summary>
public sealed class VerdictTests
{
    private const int BoundMs = 2_000;
    private const int Many = 6_000;

    [Fact]
    public void Of_RollingRestartWithAFewSlowSeconds_IsFoundThere()
    {
        // One of a hundred of all is quick; of these seconds it is not.
        var history = Rolling();
        Deliver(history, Many, count: WindowFigures.MinCount, delayMs: BoundMs + 500);

        var events = Ended(history);
        var violation = Assert.Single(Verdict.Of(events, BoundMs));
        Assert.Equal("RollingDelivery", violation.Rule);
        Assert.Equal(FigureReader.Read(events).WorstWindow!.BeginMs, violation.AtMs);
        Assert.True(FigureReader.Read(events).DeliveryP99 < BoundMs);
    }

    [Fact]
    public void Of_RollingRestartWithAFewSlowDeliveriesInSomeSeconds_IsRight()
    {
        var history = Rolling();
        Deliver(history, Many, count: 5, delayMs: BoundMs + 500);

        Assert.Empty(Verdict.Of(Ended(history), BoundMs));
    }

    [Fact]
    public void Of_RunWithFaultsAndAFewSlowSeconds_IsRight()
    {
        var history = Rolling("faults");
        Deliver(history, Many, count: WindowFigures.MinCount, delayMs: BoundMs + 500);

        Assert.Empty(Verdict.Of(Ended(history), BoundMs));
    }

    private static MadeHistory Rolling(string mode = "rolling")
    {
        var history = new MadeHistory().Happened(new RunBegan { Seed = 1, Mode = mode, StartedAt = DateTimeOffset.UnixEpoch });
        history.Opened();
        Deliver(history, 0, Many, delayMs: 0);
        // What comes next has a window of its own.
        return history.Passed((2 * WindowFigures.LengthMs) - (history.Events[^1].AtMs % WindowFigures.LengthMs));
    }

    /// <summary>Messages that are sent one shortly after the other, and come to the tab together after a delay.</summary>
    private static void Deliver(MadeHistory history, int behind, int count, int delayMs)
    {
        var first = behind + 1;
        if (delayMs > 0) history.Published(count, first).Passed(delayMs);
        for (var seq = first; seq < first + count; seq++)
        {
            if (delayMs == 0) history.Published(1, seq);
            history.Got(1, seq);
        }
    }

    private static IReadOnlyList<HistoryEvent> Ended(MadeHistory history)
    {
        var last = history.Events.OfType<TabFrame>().Last().Seq!.Value;
        history.Happened(new LoadEnded { AtMs = history.Events[^1].AtMs }).Stays(1, last).Read().Check();
        return history.Events;
    }
}
