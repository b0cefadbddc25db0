using System.Text.Json.Nodes;

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

    [Fact]
    public void Check_ChangeOverHttpIsInTheLogOnceAtItsVersion_IsRight() => Assert.Empty(Patched(answered: 1, ["""{"p1":1}""", """{"p2":1}"""]).Check());

    [Fact]
    public void Check_ChangeOverHttpIsInTheLogTwice_IsFound() => Assert.Equal([nameof(ChangedOnce)], Rules(Patched(answered: 1, ["""{"p1":1}""", """{"p1":1}"""])));

    [Fact]
    public void Check_ChangeWithAnOpenEndIsInTheLogTwice_IsFound() => Assert.Equal([nameof(ChangedOnce)], Rules(Patched(answered: null, ["""{"p1":1}""", """{"p1":1}"""])));

    [Fact]
    public void Check_ChangeWasAnsweredWithAnotherVersion_IsFound() =>
        Assert.Equal([nameof(NothingLost), nameof(ChangedOnce)], Rules(Patched(answered: 2, ["""{"p1":1}""", """{"p2":1}"""])));

    /// <summary>p1 is sent over HTTP first, with an answer or none, and p2 behind it; the log has these changes.</summary>
    private static MadeHistory Patched(long? answered, string[] logged)
    {
        var history = new MadeHistory();
        history.Patched("""{"p1":1}""", answered is null ? Outcome.Unknown : Outcome.Accepted, answered).Patched("""{"p2":1}""", Outcome.Unknown);
        var state = new StateReplica();
        for (var version = 1; version <= logged.Length; version++)
        {
            var payload = $$"""{"version":{{version}},"patch":{{logged[version - 1]}}}""";
            history.Logged(version, $"s{version}", "state_updated", payload);
            Assert.True(state.TryApply(JsonNode.Parse(payload)!));
        }

        history.StateVersion = state.Version;
        history.State = state.Document.ToJsonString();
        return history.Read();
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
