namespace Netra.Faults.Tests;

/// <summary>The rules about what was accepted and what the log has.</summary>
public sealed class LogRuleTests
{
    [Fact]
    public void Check_RunWithoutAFault_FindsNothing()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Published(3).Got(tab, 1, 2, 3).Quiet(tab, 3).Stays(tab, 3).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_AcceptedMessageIsNotInTheLog_IsLost() => Assert.Contains(nameof(NothingLost), Rules(new MadeHistory().Published(3).Lost(3).Read()));

    [Fact]
    public void Check_AcceptedSeqIsAnotherMessage_IsLost() => Assert.Contains(nameof(NothingLost), Rules(new MadeHistory().Published(2).Logged(2, "m1b").Read()));

    [Fact]
    public void Check_AcceptedMessageOfATabIsNotInTheLog_IsLost()
    {
        var history = new MadeHistory().Published(1);
        var tab = history.Opened(head: 1);
        history.Sent(tab, "said", "t1", MadeHistory.PayloadOf("t1")).Got(tab, "ack", "t1", null, """{"id":"t1","duplicate":false,"seq":2}""").Stays(tab, 1).Read();

        Assert.Contains(nameof(NothingLost), Rules(history));
    }

    [Fact]
    public void Check_AcceptedChangeOfTheStateIsNotInTheLog_IsLost()
    {
        var history = new MadeHistory().Published(1)
            .Happened(new StateAttempt { AtMs = 9, SentAtMs = 8, User = MadeHistory.User, Patch = """{"a":1}""", Outcome = Outcome.Accepted, Status = 200, Version = 1 })
            .Read();

        Assert.Contains(nameof(NothingLost), Rules(history));
    }

    [Fact]
    public void Check_MessageWithTimeToLiveIsAHole_IsRight()
    {
        var history = new MadeHistory().Published(1).Attempted("m2", Outcome.Accepted, 2, ttlMs: 100).Published(1, first: 3).Read((2, 2, "expired"));

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_IdIsInTheLogTwice_IsFound() => Assert.Equal([nameof(OneSeqForAnId)], Rules(new MadeHistory().Published(2).Logged(3, "m2").Read()).Distinct());

    [Fact]
    public void Check_RetryGotAnotherSeq_IsFound() =>
        Assert.Contains(nameof(OneSeqForAnId), Rules(new MadeHistory().Published(2).Attempted("m1", Outcome.Accepted, 2).Read()));

    [Fact]
    public void Check_UnacknowledgedMessageIsInTheLogOrNot_IsRight()
    {
        var history = new MadeHistory().Published(1).Attempted("in", Outcome.Unknown).Attempted("out", Outcome.Unknown).Logged(2, "in").Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_RefusedMessageIsInTheLog_IsMadeUp() =>
        Assert.Equal([nameof(NothingMadeUp)], Rules(new MadeHistory().Attempted("m1", Outcome.Refused).Logged(1, "m1").Read()));

    [Fact]
    public void Check_RefusedMessageHadATryWithAnOpenEnd_IsRight() =>
        Assert.Empty(new MadeHistory().Attempted("m1", Outcome.Unknown).Attempted("m1", Outcome.Refused).Logged(1, "m1").Read().Check());

    [Fact]
    public void Check_NobodySentAFrame_IsMadeUp() => Assert.Equal([nameof(NothingMadeUp)], Rules(new MadeHistory().Published(1).Logged(2, "x").Read()));

    [Fact]
    public void Check_EphemeralMessageIsInTheLog_IsMadeUp() =>
        Assert.Contains(nameof(NothingMadeUp), Rules(new MadeHistory().Attempted("m1", Outcome.Accepted, isDurable: false).Logged(1, "m1").Read()));

    [Fact]
    public void Check_HoleThatNobodyTells_IsFound()
    {
        var history = new MadeHistory { Head = 3 }.Published(1).Attempted("m2", Outcome.Accepted, 2, ttlMs: 100).Published(1, first: 3);
        var reader = history.Opened("reader", lastSeq: 0, head: 3, replayFrom: 1);
        history.Got(reader, 1, 3).Stays(reader, 3, "reader", isReader: true);

        Assert.Equal([nameof(FramesInOrder), nameof(LogWithoutHoles)], Rules(history).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_TimestampFalls_IsFound()
    {
        var history = new MadeHistory().Published(3).Logged(2, "m2", timestampMs: 1);

        Assert.Equal([nameof(LogWithoutHoles)], Rules(history));
    }

    [Fact]
    public void Check_SentAfterTheOtherWasAccepted_IsBehindIt() =>
        Assert.Equal([nameof(OrderOfAnswers)], Rules(new MadeHistory().Attempted("m2", Outcome.Accepted, 2).Logged(2, "m2").Published(1).Read()));

    [Fact]
    public void Check_HistoryWithoutAnEnd_IsNoVerdict() => Assert.Equal(["Complete"], Checker.Check(new MadeHistory().Published(1).Events).Select(violation => violation.Rule));

    [Fact]
    public void Check_ClusterDidNotComeBack_IsFound() =>
        Assert.Contains("Healing", Rules(new MadeHistory().Published(1).Happened(new RunFailed { Reason = "silo1 is not ready" })));

    [Fact]
    public void Check_CallWasAnsweredAsAMistake_IsFound() =>
        Assert.Equal([nameof(NothingUnexpected)], Rules(new MadeHistory().Attempted("m1", Outcome.Refused, status: 500).Read()));

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
