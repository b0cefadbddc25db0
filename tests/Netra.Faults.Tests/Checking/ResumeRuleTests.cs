namespace Netra.Faults.Tests;

/// <summary>The rules about tabs that ask by a <c>resume</c> frame, and about those without a name.</summary>
public sealed class ResumeRuleTests
{
    [Fact]
    public void Check_TabAsksForWhatItHad_GetsItOnceMore()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Asked(tab, 1).Resumed(tab, 2, 3).Got(tab, 2, 3).Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_TabBeginsWithWhatIsNewAndAsksForTheRest_IsRight()
    {
        var history = new MadeHistory().Published(3);
        var tab = history.Opened(head: 3, isNamed: false);
        history.Asked(tab, 1).Published(1, first: 4).Got(tab, 4).Resumed(tab, 2, 4).Got(tab, 2, 3, 4).Stays(tab, 4).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_NothingIsMissingBehindTheResume_IsRight()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 2).Asked(tab, 2).Resumed(tab, null, null).Published(1, first: 3).Got(tab, 3).Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_FrameIsMissingBehindTheResume_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Asked(tab, 1).Resumed(tab, 2, 3).Got(tab, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_TabIsResumedElsewhere_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Asked(tab, 1).Resumed(tab, 3, 3).Got(tab, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder), nameof(PositionsHonoured)], Rules(history).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_TabIsResetByAResume_IsFound()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 2).Asked(tab, 2).Resumed(tab, 1, 2, reset: "ahead").Got(tab, 1, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(PositionsHonoured)], Rules(history));
    }

    [Fact]
    public void Check_ResumeBringsNothingThoughSomethingIsMissing_IsFound()
    {
        var (history, tab) = Begun(2);
        history.Got(tab, 1, 2).Asked(tab, 1).Resumed(tab, null, null).Stays(tab, 1).Read();

        Assert.Contains(nameof(PositionsHonoured), Rules(history));
    }

    [Fact]
    public void Check_TabIsResumedWithoutHavingAsked_IsFound()
    {
        var (history, tab) = Begun(1);
        history.Got(tab, 1).Resumed(tab, null, null).Stays(tab, 1).Read();

        Assert.Equal([nameof(PositionsHonoured)], Rules(history));
    }

    [Fact]
    public void Check_ResumeIsNeverAnswered_IsFound()
    {
        var (history, tab) = Begun(1);
        history.Got(tab, 1).Asked(tab, 1).Stays(tab, 1).Read();

        Assert.Equal([nameof(EverythingArrived)], Rules(history));
    }

    [Fact]
    public void Check_ResumeWasAnsweredBehindAnError_IsRight()
    {
        var (history, tab) = Begun(1);
        history.Got(tab, 1).Asked(tab, 0).Got(tab, "error", "r1", null, """{"code":"internal"}""").Asked(tab, 0).Resumed(tab, 1, 1).Got(tab, 1).Stays(tab, 1).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_FrameIsSentAheadBehindAResume_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Asked(tab, 0).Resumed(tab, 1, 3).Got(tab, "note", "m3", 3, MadeHistory.PayloadOf("m3"), isExpedited: true).Got(tab, 1, 2, 3).Stays(tab, 3).Read();

        Assert.Equal([nameof(FramesInOrder)], Rules(history));
    }

    [Fact]
    public void Check_FrameWasSentAheadBeforeAResume_ComesInItsTurn()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, "note", "m3", 3, MadeHistory.PayloadOf("m3"), isExpedited: true).Got(tab, 1).Asked(tab, 1).Resumed(tab, 2, 3).Got(tab, 2, 3).Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_FrameWasSentAheadBeforeAResumeAndNeverAgain_IsFound()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, "note", "m3", 3, MadeHistory.PayloadOf("m3"), isExpedited: true).Got(tab, 1).Asked(tab, 1).Resumed(tab, 2, 3).Got(tab, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(EverythingArrived)], Rules(history));
    }

    [Fact]
    public void Check_SessionBeginsWhereItAskedToResume_IsRight()
    {
        var (history, tab) = Begun(3);
        history.Got(tab, 1, 2, 3).Asked(tab, 2).Resumed(tab, 3, 3).Got(tab, 3).Closed(tab);
        var again = history.Opened(head: 3, replayFrom: 3);
        history.Got(again, 3).Stays(again, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_TabsWithoutANameBeginAnywhere_IsRight()
    {
        var history = new MadeHistory();
        var first = history.Opened(isNamed: false);
        history.Published(3).Got(first, 1, 2, 3).Closed(first);
        // What it acknowledged does not hold for the next one: it has no name.
        var second = history.Opened(head: 3, isNamed: false);
        history.Stays(second, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_PositionWithoutANameIsNotHonoured_IsFound()
    {
        var history = new MadeHistory().Published(2);
        var tab = history.Opened(lastSeq: 2, head: 2, replayFrom: 1, reset: "ahead", isNamed: false);
        history.Got(tab, 1, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(PositionsHonoured)], Rules(history));
    }

    private static (MadeHistory History, int Tab) Begun(int messages)
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        return (history.Published(messages), tab);
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
