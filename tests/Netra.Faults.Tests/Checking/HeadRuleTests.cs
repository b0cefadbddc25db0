namespace Netra.Faults.Tests;

/// <summary>The rule about heads that are told.</summary>
public sealed class HeadRuleTests
{
    [Fact]
    public void Check_TabIsToldAHeadBelowWhatWasAccepted_IsFound()
    {
        var history = new MadeHistory().Published(2);
        var tab = history.Opened(head: 1);
        history.Got(tab, 2).Stays(tab, 2).Read();

        var violation = Assert.Single(history.Check());
        Assert.Equal((nameof(HeadsNeverFall), 2, "m2"), (violation.Rule, violation.Seq, violation.Id));
    }

    [Fact]
    public void Check_AcceptedWhileTheTabWasConnecting_IsRight()
    {
        const int Tab = 100;
        var history = new MadeHistory().Happened(new TabConnecting { AtMs = 1, Tab = "tab", User = MadeHistory.User, Connection = Tab, ClientId = "tab" }).Published(1);
        var opened = new TabOpened { AtMs = history.Events[^1].AtMs + 5, Connection = Tab, ConnectionId = "c100", Epoch = MadeHistory.Epoch, HeadSeq = 0, OldestSeq = 0, Resumed = false };
        history.Happened(opened).Got(Tab, 1).Stays(Tab, 1).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_AnotherTabWasToldAHigherHead_IsFound()
    {
        var history = new MadeHistory().Attempted("m1", Outcome.Unknown).Logged(1, "m1");
        var (first, second) = (history.Opened("first", head: 1), history.Opened("second"));
        history.Got(second, 1).Stays(first, 1, "first").Stays(second, 1, "second").Read();

        Assert.Equal([nameof(HeadsNeverFall)], Rules(history));
    }

    [Fact]
    public void Check_ChangeOfTheStateWasAcceptedBehindTheHead_IsFound()
    {
        var history = new MadeHistory { StateVersion = 1, State = """{"a":1}""" }.Logged(1, "s1", "state_updated", """{"version":1,"patch":{"a":1}}""").Patched("""{"a":1}""", version: 1);
        var tab = history.Opened();
        history.Got(tab, 1).Stays(tab, 1).Read();

        Assert.Equal([nameof(HeadsNeverFall)], Rules(history));
    }

    [Fact]
    public void Check_MessageOfATabWasAcceptedBehindTheHead_IsFound()
    {
        var history = new MadeHistory().Logged(1, "t1");
        var tab = history.Opened("sender");
        history.Sent(tab, "note", "t1", MadeHistory.PayloadOf("t1")).Got(tab, 1).Got(tab, "ack", "t1", null, """{"id":"t1","duplicate":false,"seq":1}""").Stays(tab, 1, "sender");
        var other = history.Opened("other");
        history.Got(other, 1).Stays(other, 1, "other").Read();

        Assert.Equal([nameof(HeadsNeverFall)], Rules(history));
    }

    [Fact]
    public void Check_HeadAtTheEndIsBelowWhatWasAccepted_IsFound()
    {
        var history = new MadeHistory { Head = 1 }.Published(1).Attempted("m2", Outcome.Accepted, 2, ttlMs: 10).Read();

        // Once for the reader, once for the server API.
        Assert.Equal([nameof(HeadsNeverFall), nameof(HeadsNeverFall)], Rules(history));
    }

    [Fact]
    public void Check_ResumeIsAnsweredWithAHeadBelowWhatWasAccepted_IsFound()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Published(2).Got(tab, 1).Asked(tab, 0).Resumed(tab, 1, 1).Got(tab, 1, 2).Stays(tab, 2).Read();

        Assert.Equal([nameof(HeadsNeverFall)], Rules(history));
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
