using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class SessionTableTests
{
    [Fact]
    public void HighestAcked_NothingAcknowledged_IsNull() => Assert.Null(new SessionTable([Record("a", acked: null)]).HighestAcked);

    [Fact]
    public void HighestAcked_SeveralSessions_IsTheHighestOfThem()
    {
        var table = new SessionTable([Record("a", acked: 5), Record("b", acked: 9), Record("c", acked: null)]);
        Assert.Equal(9, table.HighestAcked);

        table.Put(new Session(Record("a", acked: 12), IsStored: true));
        Assert.Equal(12, table.HighestAcked);
    }

    [Fact]
    public void HighestAcked_SessionIsForgotten_Stays()
    {
        var table = new SessionTable([Record("a", acked: 5)]);
        table.Remove(ClientId.Parse("a"));

        Assert.Equal(5, table.HighestAcked);
        Assert.Equal(0, table.Count);
    }

    [Fact]
    public void FindForgettable_NotSeenForLong_AreFoundOldestFirst()
    {
        var table = new SessionTable([Record("new", seen: 100), Record("old", seen: 10), Record("older", seen: 5)]);

        Assert.Equal(["older", "old"], Forgettable(table, notSeenSince: 10, maxSessions: 100));
    }

    [Fact]
    public void FindForgettable_MoreThanMayBe_AreThoseLongestUnseen()
    {
        var table = new SessionTable(Enumerable.Range(0, 10).Select(i => Record($"s{i}", seen: 1_000 - i)));

        Assert.Equal(["s9", "s8", "s7"], Forgettable(table, notSeenSince: 0, maxSessions: 7));
    }

    [Fact]
    public void FindForgettable_AttachedOrHighestAcknowledgedOrNeverStored_AreKept()
    {
        var table = new SessionTable([Record("attached", seen: 1), Record("highest", acked: 9, seen: 1), Record("idle", acked: 3, seen: 1)]);
        table.Put(new Session(Record("made-up", seen: 1), IsStored: false));

        Assert.Equal(["idle"], Forgettable(table, notSeenSince: 100, maxSessions: 1, attached: "attached"));
    }

    private static List<string> Forgettable(SessionTable table, long notSeenSince, int maxSessions, string? attached = null) =>
        [.. table.FindForgettable(notSeenSince, maxSessions, client => client.Value == attached).Select(client => client.Value)];

    private static SessionRecord Record(string client, long? acked = null, long seen = 0) => new(ClientId.Parse(client), 0, acked, seen);
}
