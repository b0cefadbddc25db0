namespace Netra.Faults.Tests;

/// <summary>The rule about the state.</summary>
public sealed class StateRuleTests
{
    private const string State = """{"a":{"b":"x"}}""";

    [Fact]
    public void Check_ChangesGiveTheState_FindsNothing() => Assert.Empty(Changed().Check());

    [Fact]
    public void Check_VersionIsLeftOut_IsFound()
    {
        var history = Changed();
        history.Logged(3, "s3", "state_updated", """{"version":4,"patch":{"c":1}}""");

        Assert.Contains(nameof(StateReplays), Rules(history));
    }

    [Fact]
    public void Check_ServerHasAnotherState_IsFound()
    {
        var history = Changed();
        history.State = """{"a":{}}""";

        Assert.Equal([nameof(StateReplays)], Rules(history));
    }

    [Fact]
    public void Check_TabMadeAnotherState_IsFound() => Assert.Equal([nameof(StateReplays)], Rules(Changed(tabState: """{"a":{"b":"y"}}""")));

    [Fact]
    public void Check_SnapshotIsNotOfItsVersion_IsFound() => Assert.Equal([nameof(StateReplays)], Rules(Changed(snapshot: """{"version":1,"state":{"a":{"b":"x"}}}""")));

    [Fact]
    public void Check_ChangeComesBehindAnAnswerThatLeftItOpen_IsAnswered()
    {
        var history = new MadeHistory { StateVersion = 1, State = """{"a":1}""" }.Logged(1, "s1", "state_updated", """{"version":1,"patch":{"a":1}}""");
        var tab = history.Opened();
        history
            .Sent(tab, "state_update", "s1", """{"version":0,"patch":{"a":1}}""")
            .Got(tab, "error", "s1", null, """{"code":"internal"}""")
            .Closed(tab);
        var again = history.Opened(lastSeq: 0, head: 1, replayFrom: 1);
        history.Got(again, 1).Stays(again, 1).Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ChangeWasSentTwiceAndAnsweredTwice_IsAnswered()
    {
        var history = new MadeHistory().Published(1);
        var tab = history.Opened(head: 1);
        history
            .Sent(tab, "state_update", "s1", """{"version":1,"patch":{"a":1}}""")
            .Sent(tab, "state_update", "s1", """{"version":1,"patch":{"a":1}}""")
            .Got(tab, "error", "s1", null, """{"code":"internal"}""")
            .Got(tab, "version_conflict", "s1", null, """{"client_version":1,"server_version":0,"state":{}}""")
            .Stays(tab, 1)
            .Read();

        Assert.Empty(history.Check());
    }

    [Fact]
    public void Check_ChangeNeverHadAnAnswer_IsFound()
    {
        var history = new MadeHistory().Published(1);
        var tab = history.Opened(head: 1);
        history.Sent(tab, "state_update", "s1", """{"version":0,"patch":{"a":1}}""").Stays(tab, 1).Read();

        Assert.Equal([nameof(EverythingArrived)], Rules(history));
    }

    private static MadeHistory Changed(string? tabState = null, string snapshot = """{"version":1,"state":{"a":{"b":1}}}""")
    {
        var history = new MadeHistory { StateVersion = 2, State = State };
        var tab = history.Opened();
        history
            .Logged(1, "s1", "state_updated", """{"version":1,"patch":{"a":{"b":1}}}""")
            .Logged(2, "s2", "state_updated", """{"version":2,"updates":{"a.b":"x"}}""")
            .Sent(tab, "state_update", "s1", """{"version":0,"patch":{"a":{"b":1}}}""")
            .Got(tab, 1)
            .Got(tab, "state_snapshot", null, null, snapshot)
            .Sent(tab, "partial_state_update", "s2", """{"version":1,"updates":{"a.b":"x"}}""")
            .Got(tab, 2)
            .Stays(tab, 2, state: tabState)
            .Read();
        return history;
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule).Distinct();
}
