namespace Netra.Faults.Tests;

/// <summary>The rules about when open tabs have what was accepted.</summary>
public sealed class ArrivalRuleTests
{
    [Fact]
    public void Check_OpenTabLacksAnAcceptedMessageWhenAllIsQuiet_IsFound()
    {
        var (history, tab) = Begun();
        // The reader's coming mended it.
        history.Got(tab, 1).Quiet(tab, 1).Read().Got(tab, 2).Stays(tab, 2);

        var violation = Assert.Single(history.Check());
        Assert.Equal((nameof(ArrivedUnaided), 2), (violation.Rule, violation.Seq));
    }

    [Fact]
    public void Check_OpenTabLacksWhatNobodyKnowsToBeAcceptedWhenAllIsQuiet_IsRight()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Published(1).Attempted("m2", Outcome.Unknown).Logged(2, "m2").Got(tab, 1).Quiet(tab, 1).Got(tab, 2).Stays(tab, 2).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_TabIsNotConnectedWhenAllIsQuiet_IsFound()
    {
        var (history, tab) = Begun();
        history.Got(tab, 1, 2).Closed(tab).Quiet(0, -1);
        var again = history.Opened(lastSeq: 2, head: 2);
        history.Stays(again, 2).Read();

        Assert.Equal([nameof(ArrivedUnaided)], Rules(history));
    }

    [Fact]
    public void Check_MessageComesWithinTheBound_IsRight()
    {
        var (history, tab) = Begun();
        history.Passed(Arrival.BoundMs / 2).Got(tab, 1, 2).Passed(Arrival.BoundMs).Stays(tab, 2).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_MessageComesBehindTheBoundWithoutAFault_IsFoundOnceForAConnection()
    {
        var (history, tab) = Begun();
        history.Passed(Arrival.BoundMs + 100).Got(tab, 1, 2).Stays(tab, 2).Read();

        var violation = Assert.Single(history.Check());
        Assert.Equal((nameof(ArrivedInTime), 1, "m1"), (violation.Rule, violation.Seq, violation.Id));
    }

    [Fact]
    public void Check_MessageNeverComesWithoutAFault_IsFound()
    {
        var (history, tab) = Begun();
        history.Got(tab, 1).Passed(Arrival.BoundMs + 100).Stays(tab, 1).Read();

        Assert.Equal([nameof(ArrivedInTime), nameof(EverythingArrived)], Rules(history));
    }

    [Fact]
    public void Check_MessageWasSentAheadInTime_IsRight()
    {
        var (history, tab) = Begun();
        history
            .Got(tab, 1).Got(tab, "note", "m2", 2, MadeHistory.PayloadOf("m2"), isExpedited: true)
            .Passed(Arrival.BoundMs * 2).Published(1, first: 3).Got(tab, 3)
            .Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_LateMessageHasATimeToLive_IsRight()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Attempted("m1", Outcome.Accepted, 1, ttlMs: 100).Passed(Arrival.BoundMs * 2);
        history.Got(tab, "skipped", null, null, MadeHistory.SkipOf(1, 1, "expired")).Stays(tab, 1);
        history.Head = 1;
        history.Read((1, 1, "expired"));

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ConnectionEndedWithinTheBound_IsRight()
    {
        var (history, tab) = Begun();
        history.Passed(Arrival.BoundMs - 100).Closed(tab).Passed(1_000);
        var again = history.Opened(lastSeq: 0, head: 2, replayFrom: 1);
        history.Got(again, 1, 2).Stays(again, 2).Read();

        Assert.Empty(history.Check());
    }

    [Theory]
    [InlineData(Calm.AfterMs - 1_000, true)]
    [InlineData(Calm.AfterMs + 1_000, false)]
    public void Check_LateMessageWasAcceptedBehindAFault_IsFoundWhenTheFaultIsLongOver(int behindMs, bool isRight)
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Fault(begins: true).Passed(5_000).Fault(begins: false).Passed(behindMs).Published(1).Passed(Arrival.BoundMs + 100).Got(tab, 1).Stays(tab, 1).Read();

        string[] expected = isRight ? [] : [nameof(ArrivedInTime)];
        Assert.Equal(expected, Rules(history));
    }

    [Fact]
    public void Check_FaultBeginsBeforeTheBoundIsOver_IsRight()
    {
        var (history, tab) = Begun();
        history.Passed(Arrival.BoundMs / 2).Fault(begins: true).Passed(5_000).Fault(begins: false).Passed(Arrival.BoundMs).Got(tab, 1, 2).Stays(tab, 2).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ProcessIsStillAwayThatAFaultEnded_IsRight()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history
            .Fault(begins: true).Passed(1_000).Fault(begins: false)
            .Passed(Calm.AfterMs / 2).Process("exited").Passed(Calm.AfterMs).Published(1)
            .Passed(Arrival.BoundMs + 100).Process("ready").Got(tab, 1).Stays(tab, 1).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ProcessEndsThoughNothingWasDoneToIt_IsFound() =>
        Assert.Equal(["ProcessesGoOn"], Rules(new MadeHistory().Published(1).Process("exited").Process("ready").Read()));

    [Fact]
    public void Read_ArrivalsOutsideOfFaults_AreCounted()
    {
        var (history, tab) = Begun();
        history.Passed(2_000).Got(tab, 1, 2).Passed(Arrival.BoundMs).Stays(tab, 2).Read();
        Assert.Empty(history.Check());

        var figures = FigureReader.Read(history.Events);
        Assert.Equal(2, figures.CalmCount);
        Assert.InRange(figures.CalmMax, 2_000, 2_100);
    }

    private static (MadeHistory History, int Tab) Begun()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        return (history.Published(2), tab);
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
