using Netra.Abstractions;
using Netra.Protocol;
using static Netra.Grains.Tests.GrainExtensions;

namespace Netra.Grains.Tests;

/// <summary>What a user's grain tells of one message, held against what happened to it.</summary>
public sealed class ExplainTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Explain_RetainedMessage_TellsItWithoutItsPayload() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        var acceptedAt = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await grain.PublishAsync(Message("a", MessagePriority.High, ttlMs: 5_000), Message("b"));
        await grain.AcknowledgeAsync(tab.Connection, 1);

        var facts = await grain.ExplainAsync(1);

        Assert.Equal((StoredStanding.Retained, 2, acceptedAt), (facts.Standing, facts.HeadSeq, facts.AcceptedAtMs));
        Assert.Equal(new MessageOutline("a", "note", MessagePriority.High, acceptedAt + 5_000), facts.Message);
        Assert.Equal((null, null), (facts.Hole, facts.DeadLetterReason));
        Assert.Equal([new SessionPlace(tab.Client, 0, 1, acceptedAt)], facts.Sessions);
        Assert.Equal([tab.Connection], facts.Connections.Select(connection => connection.Connection));
        Assert.Equal(new MessageOutline("b", "note", MessagePriority.Normal, null), (await grain.ExplainAsync(2)).Message);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public Task Explain_SeqThatThereIsNot_SaysNotYet(long seq) => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        Assert.Equal(StoredStanding.NotYet, (await grain.ExplainAsync(1)).Standing);
        await grain.PublishAsync(1);

        Assert.Equal(StoredStanding.NotYet, (await grain.ExplainAsync(seq)).Standing);
    });

    [Fact]
    public Task Explain_SeqThatAnotherActivationGave_FindsIt() => Exclusively.RunAsync(async () =>
    {
        var stale = await _user.ActivateAsync();
        await stale.PublishAsync(1);
        var other = await _user.ActivateAsync();
        await other.PublishAsync(Message("theirs"));

        var facts = await stale.ExplainAsync(2);

        Assert.Equal((StoredStanding.Retained, "theirs"), (facts.Standing, facts.Message?.Id));
    });

    [Fact]
    public Task Explain_ExpiredUnread_TellsTheHoleAndItsDeadLetter() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var acceptedAt = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await grain.PublishAsync(Message("a", ttlMs: 5), Message());
        _user.Time.Advance(TimeSpan.FromMilliseconds(7));

        var facts = await grain.ExplainAsync(1);

        Assert.Equal((StoredStanding.Hole, SkipReason.Expired), (facts.Standing, facts.Hole));
        Assert.Equal(("expired", acceptedAt + 7), (facts.DeadLetterReason, facts.DeadLetterAtMs));
        Assert.Equal(("a", acceptedAt), (facts.Message?.Id, facts.AcceptedAtMs));
    });

    [Fact]
    public Task Explain_ExpiredBehindItsAcknowledgement_TellsAHoleWithoutALetter() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.PublishAsync(Message("a", ttlMs: 5));
        await grain.AcknowledgeAsync(tab.Connection, 1);
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));

        var facts = await grain.ExplainAsync(1);

        Assert.Equal((StoredStanding.Hole, SkipReason.Expired, null, null), (facts.Standing, facts.Hole, facts.DeadLetterReason, facts.Message));
        Assert.NotNull(facts.AcceptedAtMs);
    });

    [Fact]
    public Task Explain_Revoked_TellsTheHoleAlone() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(2);
        await grain.RevokeAsync(1);

        var facts = await grain.ExplainAsync(1);

        Assert.Equal((StoredStanding.Hole, SkipReason.Revoked, null, null), (facts.Standing, facts.Hole, facts.DeadLetterReason, facts.Message));
    });

    [Fact]
    public Task Explain_FellUnread_TellsTheDeadLetterUntilItGoesToo() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 2;
        var grain = await _user.ActivateAsync();
        var acceptedAt = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await grain.PublishAsync(Message("a", MessagePriority.Low), Message(), Message());
        while ((await _user.HeadAsync()).FrameCount > 2) await Task.Yield();
        _user.Time.Advance(TimeSpan.FromMinutes(1));

        var facts = await grain.ExplainAsync(1);
        Assert.Equal((StoredStanding.Fallen, null, "overflow", acceptedAt), (facts.Standing, facts.Hole, facts.DeadLetterReason, facts.AcceptedAtMs));
        Assert.Equal(new MessageOutline("a", "note", MessagePriority.Low, null), facts.Message);

        Assert.Equal(4, (await grain.RetryDeadLetterAsync(1)).Seq);
        facts = await grain.ExplainAsync(1);
        Assert.Equal((StoredStanding.Fallen, null, null, null), (facts.Standing, facts.DeadLetterReason, facts.Message, facts.AcceptedAtMs));
        Assert.Equal("a", (await grain.ExplainAsync(4)).Message?.Id);
    });

    [Fact]
    public Task Explain_FellOutOfItsOrder_IsFallenBetweenWhatStays() => Exclusively.RunAsync(async () =>
    {
        _user.Options.MaxMessages = 2;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(), Message("low", MessagePriority.Low));
        await grain.PublishAsync(1);

        Assert.Equal((StoredStanding.Fallen, "low"), ((await grain.ExplainAsync(2)).Standing, (await grain.ExplainAsync(2)).Message?.Id));
        Assert.Equal([StoredStanding.Retained, StoredStanding.Retained], [(await grain.ExplainAsync(1)).Standing, (await grain.ExplainAsync(3)).Standing]);
    });

    [Fact]
    public Task Trail_OfPublishes_HasTheirSendersTimesAndGateways() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(new PublishRequest([Message()]) { By = "orders" });
        var tab = _user.Connection();
        await grain.AttachAsync(tab);
        await grain.PublishAsync(new PublishRequest([Message()]) { Origin = PublishOrigin.Outbox, By = "bob" });
        await grain.PublishAsync(1);
        await grain.SubmitAsync(new SubmitRequest(tab.Connection, tab.Client, [new SubmittedItem("chat", null, "{}"u8.ToArray())]));
        await grain.ChangeStateAsync(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null) { By = "profiles" });

        MessageOrigin[] expected =
        [
            new(MessageOriginKind.ApiKey, "orders"), new(MessageOriginKind.Outbox, "bob"), new(MessageOriginKind.Application),
            new(MessageOriginKind.Client, "tab"), new(MessageOriginKind.ApiKey, "profiles"),
        ];
        var epoch = (await _user.HeadAsync()).Epoch;
        var traces = Enumerable.Range(1, 5).Select(seq => _user.Trail.Recall(new RecallRequest(_user.Id, epoch, seq, false, true)).Commit!).ToList();
        Assert.Equal(expected, traces.Select(trace => trace.Origin));
        Assert.Equal([0, 1, 1, 1, 1], traces.Select(trace => trace.Gateways.Count(gateway => gateway.Equals(tab.Gateway))));
    });

    [Fact]
    public Task Trail_OfARetry_NamesTheDeadLetter() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(Message(ttlMs: 5));
        _user.Time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Single(await grain.DeadLettersAsync());
        Assert.Equal(2, (await grain.RetryDeadLetterAsync(1)).Seq);

        var request = new RecallRequest(_user.Id, (await _user.HeadAsync()).Epoch, 2, false, true);
        Assert.Equal(new MessageOrigin(MessageOriginKind.DeadLetter, "1"), _user.Trail.Recall(request).Commit?.Origin);
    });
}
