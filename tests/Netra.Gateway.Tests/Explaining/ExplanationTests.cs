using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>The word and the sentence for what is known of a message.</summary>
public sealed class ExplanationTests
{
    private const long Seq = 42;

    private static readonly SiloAddress Silo = FakeSilo.AddressOf(1);
    private static readonly SiloAddress Gateway = FakeSilo.AddressOf(2);
    private static readonly CommitTrace Commit = new(new MessageOrigin(MessageOriginKind.ApiKey, "orders"), 1_000, 1_002, [Gateway]);

    [Fact]
    public void Retained_AcknowledgedByASessionThatBeganBefore_IsAcknowledged()
    {
        var body = Explain(Facts(StoredStanding.Retained) with { Sessions = [Session("a", 0, 50), Session("b", 0, 41), Session("late", 60, 70)] }, Trace(Handover.Given));

        Assert.Equal(("acknowledged", "It was acknowledged by 'a'."), (body.Verdict, body.Summary));
        Assert.Equal([("a", true), ("b", false), ("late", false)], body.Sessions.Select(session => (session.ClientId, session.HasAcknowledged)));
    }

    [Fact]
    public void Retained_GivenAndNotAcknowledged_IsDelivered()
    {
        var body = Explain(Facts(StoredStanding.Retained) with { Sessions = [Session("tab", 0, 41)] }, Trace(Handover.Given));

        Assert.Equal(("delivered", "It was written to the socket of 'tab'; no session has acknowledged it."), (body.Verdict, body.Summary));
        Assert.Equal("yes", Assert.Single(body.Connections).Given);
    }

    [Theory]
    [InlineData(Handover.Queued, "live", "queued", "on its way to 'tab'")]
    [InlineData(Handover.NotYet, "catching_up", "not_yet", "come to seq 7 of 60")]
    [InlineData(Handover.NotYet, "live", "not_yet", "has not heard of more")]
    [InlineData(Handover.NotYet, "attaching", "not_yet", "is being made")]
    [InlineData(Handover.NotYet, "closing", "no", "waits for a client")]
    [InlineData(Handover.EndedBefore, "ended", "no", "waits for a client")]
    [InlineData(Handover.BeganLater, "live", "no", "whoever is connected began behind it")]
    public void Retained_GivenToNobody_IsWaitingAndSaysForWhat(Handover handover, string state, string given, string said)
    {
        var body = Explain(Facts(StoredStanding.Retained), Trace(handover, state));

        Assert.Equal("waiting", body.Verdict);
        Assert.Contains(said, body.Summary, StringComparison.Ordinal);
        Assert.Equal(given, Assert.Single(body.Connections).Given);
        Assert.NotEqual("", body.Connections[0].Why);
        Assert.Empty(body.Unknown);
    }

    [Fact]
    public void Retained_NobodyIsThere_IsWaiting()
    {
        var body = Explain(Facts(StoredStanding.Retained));

        Assert.Equal(
            ("waiting", "It is in the log and waits for a client: nobody is connected, and no connection that is remembered was given it."),
            (body.Verdict, body.Summary));
        Assert.Equal((new AcceptedBody(1_000, new SenderBody("api_key", "orders")), new CommittedBody(1_002)), (body.Accepted, body.Committed));
        Assert.Equal([new PushedBody(Gateway.ToParsableString(), 1_002)], body.Pushed);
        Assert.Null(body.Skipped);
    }

    [Theory]
    [InlineData("overflow", "fell")]
    [InlineData("age", "fell")]
    [InlineData("expired", "expired")]
    [InlineData("handler_failed", "dead")]
    [InlineData("undeliverable", "dead")]
    public void DeadLetter_OfEachReason_HasItsVerdict(string reason, string verdict)
    {
        var body = Explain(Facts(StoredStanding.Fallen) with { DeadLetterReason = reason, DeadLetterAtMs = 5_000 });

        Assert.Equal(verdict, body.Verdict);
        Assert.Contains("1970-01-01T00:00:05.000Z", body.Summary, StringComparison.Ordinal);
        Assert.Equal((new DeadLetterMarkBody(reason, 5_000), new SkippedBody("overflow")), (body.DeadLetter, body.Skipped));
    }

    [Theory]
    [InlineData(SkipReason.Expired, "expired")]
    [InlineData(SkipReason.Revoked, "revoked")]
    [InlineData(null, "fell")]
    public void Gone_WithoutALetter_SaysWhatThatCanMean(SkipReason? hole, string verdict)
    {
        var body = Explain(Facts(hole is null ? StoredStanding.Fallen : StoredStanding.Hole) with { Hole = hole, Message = null });

        Assert.Equal(verdict, body.Verdict);
        Assert.Contains("dead letter", body.Summary, StringComparison.Ordinal);
        Assert.Equal(hole is null ? "overflow" : verdict, body.Skipped?.Reason);
        Assert.Contains(body.Unknown, part => part.StartsWith("Its id, type and priority", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(41, "delivered")]
    [InlineData(42, "acknowledged")]
    public void Gone_ButGivenBefore_SaysBoth(long ackedSeq, string verdict)
    {
        var facts = Facts(StoredStanding.Hole) with { Hole = SkipReason.Expired, Sessions = [Session("tab", 0, ackedSeq), Session("other", 0, 50)] };
        var body = Explain(facts, Trace(Handover.Given));

        Assert.Equal(verdict, body.Verdict);
        Assert.Contains("written to the socket of 'tab'", body.Summary, StringComparison.Ordinal);
        Assert.Contains("ttl_ms", body.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_NothingIsMissing_IsEmpty() => Assert.Empty(Explain(Facts(StoredStanding.Retained), Trace(Handover.Given)).Unknown);

    [Fact]
    public void Unknown_ProcessesThatAreNewerThanTheMessage_SayHowFarTheyRemember()
    {
        var body = new Explanation(Seq, Facts(StoredStanding.Retained), [new(Silo, Memory(null, 2_000))]).ToBody();

        Assert.Equal(2, body.Unknown.Count);
        Assert.Contains("committed it has ended or forgotten it. " + Silo.ToParsableString() + " remembers commits of this user since 1970-01-01T00:00:02.000Z", body.Unknown[0], StringComparison.Ordinal);
        Assert.Contains("remembers connections that ended since 1970-01-01T00:00:02.000Z", body.Unknown[1], StringComparison.Ordinal);
        Assert.Equal((null, null, null), (body.Accepted.By, body.Committed.At, body.Pushed));
        Assert.EndsWith("see 'unknown'.", body.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_AProcessIsSilent_NamesItAndTheConnectionsItHolds()
    {
        var listed = new ConnectionDescription
        {
            Connection = ConnectionId.NewId(),
            Client = ClientId.Parse("tab"),
            Gateway = Gateway,
            ConnectedAtMs = 10,
            LastSeenAtMs = 20,
            AckedSeq = 0,
        };
        var body = new Explanation(
            Seq, Facts(StoredStanding.Retained) with { Connections = [listed] }, [new(Silo, Memory(Commit, 0)), new(Gateway, null)]).ToBody();

        Assert.Contains(body.Unknown, part => part.StartsWith(Gateway.ToParsableString() + " did not answer", StringComparison.Ordinal));
        var connection = Assert.Single(body.Connections);
        Assert.Equal((listed.Connection.ToString(), "unknown", "unknown", "Its gateway did not answer."), (connection.ConnectionId, connection.State, connection.Given, connection.Why));
        Assert.Equal("waiting", body.Verdict);
        Assert.Contains("whether 'tab' had it is not known", body.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_PushedToAGatewayThatHasLeft_NamesIt()
    {
        var gone = FakeSilo.AddressOf(9);
        var body = new Explanation(Seq, Facts(StoredStanding.Retained), [new(Silo, Memory(Commit with { Gateways = [gone] }, 0))]).ToBody();

        Assert.Equal($"It was pushed to {gone.ToParsableString()}, which has left the cluster: what its connections were given is not known.", Assert.Single(body.Unknown));
        Assert.Equal([gone.ToParsableString()], body.Pushed!.Select(pushed => pushed.Gateway));
    }

    [Fact]
    public void Unknown_SessionWasReplayedToByAGatewayThatHasLeft_IsNamed()
    {
        // Nobody was there when it was published; the tab came later, to a gateway that is no more.
        var facts = Facts(StoredStanding.Retained) with { Sessions = [Session("tab", 0, 41, 5_000), Session("done", 0, 42, 5_000), Session("before", 0, 41, 900)] };
        var body = new Explanation(Seq, facts, [new(Silo, Memory(Commit with { Gateways = [] }, 0))]).ToBody();

        Assert.Equal("'tab' was there at 1970-01-01T00:00:05.000Z on a connection that no process remembers: whether that had it.", Assert.Single(body.Unknown));
    }

    [Fact]
    public void Waiting_NotEverythingIsKnown_DoesNotSayThatNobodyIsConnected()
    {
        var body = new Explanation(Seq, Facts(StoredStanding.Retained), [new(Silo, Memory(Commit with { Gateways = [] }, 0)), new(Gateway, null)]).ToBody();

        Assert.Contains("nobody is known to be connected", body.Summary, StringComparison.Ordinal);
        Assert.EndsWith("see 'unknown'.", body.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Fallen_AClientWasToldThatItExpired_IsExpired()
    {
        // Its dead letter was put back, and the hole in its place fell to a limit.
        var told = Trace(Handover.Skipped, "ended") with { Skipped = SkipReason.Expired };
        var body = Explain(Facts(StoredStanding.Fallen) with { Message = null, Sessions = [Session("tab", 0, 50)] }, told);

        Assert.Equal("expired", body.Verdict);
        Assert.Contains("put back", body.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Erased_AfterItWasGiven_DoesNotSayThatItNeverWasAFrame()
    {
        var body = Explain(Facts(StoredStanding.Hole) with { Hole = SkipReason.Revoked, Message = null }, Trace(Handover.Given));

        Assert.Equal("It was written to the socket of 'tab'; no session that had it has acknowledged it. It was erased by a call of the server API.", body.Summary);
    }

    [Fact]
    public void Why_ConnectionBeganBehindIt_NamesAllThatCanBringItThere()
    {
        var why = Assert.Single(Explain(Facts(StoredStanding.Fallen), Trace(Handover.BeganLater)).Connections).Why;

        Assert.Contains("the log had nothing older", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_TwoSilosGaveTheSeq_IsTheOneThatTheLogHas()
    {
        var lost = Commit with { Origin = new MessageOrigin(MessageOriginKind.ApiKey, "lost"), AcceptedAtMs = 999, DurableAtMs = 3_000 };
        var body = new Explanation(Seq, Facts(StoredStanding.Retained), [new(Silo, Memory(lost, 0)), new(Gateway, Memory(Commit, 0))]).ToBody();

        Assert.Equal("orders", body.Accepted.By?.Name);
    }

    private static ExplanationBody Explain(MessageFacts facts, params ConnectionTrace[] connections) =>
        new Explanation(Seq, facts, [new(Silo, Memory(Commit, 0)), new(Gateway, new ProcessMemory { Connections = connections, ConnectionsSinceMs = 0 })]).ToBody();

    private static ProcessMemory Memory(CommitTrace? commit, long sinceMs) => new() { Commit = commit, CommitsSinceMs = sinceMs, ConnectionsSinceMs = sinceMs };

    private static MessageFacts Facts(StoredStanding standing) => new()
    {
        Epoch = FakeUser.Epoch,
        HeadSeq = 60,
        Standing = standing,
        Message = new MessageOutline("m42", "note", MessagePriority.Normal, null),
        AcceptedAtMs = 1_000,
    };

    private static SessionPlace Session(string client, long start, long acked, long lastSeenAtMs = 0) => new(ClientId.Parse(client), start, acked, lastSeenAtMs);

    private static ConnectionTrace Trace(Handover handover, string state = "live") => new()
    {
        Connection = ConnectionId.NewId(),
        Client = ClientId.Parse("tab"),
        State = state,
        ConnectedAtMs = 500,
        EndedAtMs = state == "ended" ? 900 : null,
        FirstCursor = 3,
        Cursor = 7,
        QueuedFrames = 2,
        Handover = handover,
    };
}
