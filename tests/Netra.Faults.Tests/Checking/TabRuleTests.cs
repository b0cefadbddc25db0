namespace Netra.Faults.Tests;

/// <summary>The rules about what tabs got.</summary>
public sealed class TabRuleTests
{
    [Fact]
    public void Check_TabMissesAFrame_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_TabGetsAFrameTwice_IsFound()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 1, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_TabGetsFramesInTheWrongOrder_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 3, 2).Stays(tab, 3).Read();

        Assert.Contains(nameof(FramesInOrder), Rules(history));
    }

    [Fact]
    public void Check_TabStopsBelowTheHead_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(EverythingArrived)], Rules(history));
    }

    [Fact]
    public void Check_TabIsNotConnectedAtTheEnd_IsFound()
    {
        var history = new MadeHistory().Published(1).Stays(0, 1, isListed: false).Read();

        Assert.Contains(nameof(EverythingArrived), Rules(history));
    }

    [Fact]
    public void Check_TabIsResumedBehindItsPosition_IsRight()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2).Closed(tab);
        var again = history.Opened(lastSeq: 2, head: 3, replayFrom: 3);
        history.Got(again, 3).Stays(again, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ResumedTabGetsAFrameAgain_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2).Closed(tab);
        var again = history.Opened(lastSeq: 2, head: 3, replayFrom: 2);
        history.Got(again, 2, 3).Stays(again, 3).Read();

        Assert.Equal([nameof(FramesInOrder), nameof(PositionsHonoured)], Rules(history).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_ResumedTabIsToldThatNothingIsMissing_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1).Closed(tab);
        var again = history.Opened(lastSeq: 1, head: 3);
        history.Stays(again, 1).Read();

        Assert.Contains(nameof(PositionsHonoured), Rules(history));
    }

    [Theory]
    [InlineData("retention")]
    [InlineData("ahead")]
    [InlineData("epoch_changed")]
    public void Check_TabIsReset_IsFound(string reason)
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 2).Closed(tab);
        var again = history.Opened(lastSeq: 2, head: 2, replayFrom: 1, reset: reason);
        history.Got(again, 1, 2).Stays(again, 2).Read();

        Assert.Equal([nameof(PositionsHonoured)], Rules(history));
    }

    [Fact]
    public void Check_SessionBeginsBeyondWhatItAcknowledged_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Sent(tab, "ack", null, """{"seq":1}""").Closed(tab);
        var again = history.Opened(head: 3);
        history.Stays(again, 3).Read();

        Assert.Equal([nameof(PositionsHonoured)], Rules(history));
    }

    [Fact]
    public void Check_SessionBeginsWhereItAcknowledgedOrBefore_IsRight()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Sent(tab, "ack", null, """{"seq":2}""").Closed(tab);
        var again = history.Opened(head: 3, replayFrom: 2);
        history.Got(again, 2, 3).Stays(again, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_FrameWasDeliveredThatTheLogDoesNotHave_IsFound()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 2).Got(tab, "note", "ghost", 3, "{}").Stays(tab, 3);
        history.Head = 2;
        history.Read();

        Assert.Contains(nameof(SameContentEverywhere), Rules(history));
    }

    [Fact]
    public void Check_SeqIsAnotherFrameElsewhere_IsFound()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1).Got(tab, "note", "other", 2, "{}").Stays(tab, 2).Read();

        Assert.Equal([nameof(SameContentEverywhere)], Rules(history));
    }

    [Fact]
    public void Check_PayloadIsNotWhatWasSent_IsFound()
    {
        var history = new MadeHistory().Attempted("m1", Outcome.Accepted, 1).Logged(1, "m1", payload: """{"text":"other"}""").Read();

        Assert.Equal([nameof(SameContentEverywhere)], Rules(history));
    }

    [Fact]
    public void Check_FrameWasSentAheadAndLeftOutInItsTurn_IsRight()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, "note", "m2", 2, MadeHistory.PayloadOf("m2"), isExpedited: true).Got(tab, 1, 3).Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_FrameWasSentAheadAndAgainInItsTurn_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, "note", "m2", 2, MadeHistory.PayloadOf("m2"), isExpedited: true).Got(tab, 1, 2, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_SkippedThoughItDoesNotExpire_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1).Got(tab, "skipped", null, null, MadeHistory.SkipOf(2, 2, "expired")).Got(tab, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_ConnectionIsNotListed_IsFound()
    {
        var (history, tab) = Begun(1);
        history.Got(tab, 1).Stays(tab, 1, isListed: false).Read();

        Assert.Equal([nameof(ConnectionsExact)], Rules(history));
    }

    [Fact]
    public void Check_ConnectionIsListedThatNobodyHas_IsFound() => Assert.Equal([nameof(ConnectionsExact)], Rules(new MadeHistory().Published(1).Haunted("c99").Read()));

    [Fact]
    public void Check_TabWasToldOfAMistake_IsFound()
    {
        var (history, tab) = Begun(1);
        history.Got(tab, 1).Got(tab, "error", null, null, """{"code":"invalid_json","message":""}""").Stays(tab, 1).Read();

        Assert.Equal([nameof(NothingUnexpected)], Rules(history));
    }

    private static (MadeHistory History, int Tab) Begun(int messages)
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        return (history.Published(messages), tab);
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
