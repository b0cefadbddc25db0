namespace Netra.Faults.Tests;

/// <summary>The rule about what holes can be.</summary>
public sealed class HoleRuleTests
{
    [Fact]
    public void Check_HoleMayBeAMessageWithAnOpenEndAndATimeToLive_IsRight() =>
        Assert.Empty(new MadeHistory().Published(1).Attempted("t", Outcome.Unknown, ttlMs: 10).Published(1, first: 3).Read((2, 2, "expired")).Check());

    [Fact]
    public void Check_HoleThatNobodySent_IsFound()
    {
        var history = new MadeHistory().Published(1).Published(1, first: 3).Read((2, 2, "expired"));

        var violation = Assert.Single(history.Check());
        Assert.Equal((nameof(HolesExplained), 2), (violation.Rule, violation.Seq));
    }

    [Fact]
    public void Check_MoreHolesThanMessagesWithATimeToLive_IsFound() =>
        Assert.Equal([nameof(HolesExplained)], Rules(new MadeHistory().Published(1).Attempted("t", Outcome.Unknown, ttlMs: 10).Published(1, first: 4).Read((2, 3, "expired"))));

    [Fact]
    public void Check_MessageWithATimeToLiveIsAtAnotherSeq_ExplainsNoOtherHole() =>
        Assert.Equal([nameof(HolesExplained)], Rules(new MadeHistory().Published(1).Attempted("m2", Outcome.Accepted, 2, ttlMs: 10).Published(1, first: 4).Read((2, 3, "expired"))));

    [Fact]
    public void Check_MessageWithATimeToLiveWasRefused_ExplainsNoHole() =>
        Assert.Equal([nameof(HolesExplained)], Rules(new MadeHistory().Published(1).Attempted("t", Outcome.Refused, ttlMs: 10).Published(1, first: 3).Read((2, 2, "expired"))));

    [Fact]
    public void Check_HoleWasDeliveredAsAMessageWithATimeToLive_IsRight()
    {
        var history = new MadeHistory();
        var tab = history.Opened();
        history.Attempted("t", Outcome.Unknown, ttlMs: 10).Got(tab, "note", "t", 1, MadeHistory.PayloadOf("t")).Published(1, first: 2).Got(tab, 2).Stays(tab, 2).Read((1, 1, "expired"));

        Assert.Empty(history.Check());
    }

    private static IEnumerable<string> Rules(MadeHistory history) => history.Check().Select(violation => violation.Rule);
}
