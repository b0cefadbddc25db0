using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using static Netra.Grains.Tests.GrainExtensions;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>
/// Two activations of one user, and commits that land late: an activation whose memory is behind storage does not believe it. The winner has the connections here; the
/// other is a silo that does not know yet that it is dead, and goes on accepting.
/// </summary>
public sealed class FencingTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public Task Attach_OpenConnectionAtAFreshActivation_FencesTheOtherOne() => Exclusively.RunAsync(async () =>
    {
        var other = await _user.ActivateAsync();
        await other.PublishAsync(5);
        var before = await _user.HeadAsync();
        await AttachOpenAsync(await _user.ActivateAsync(), 5);

        Assert.NotEqual(before.Revision, (await _user.HeadAsync()).Revision);
        Assert.Equal(0, _user.Refreshes);
        Assert.Equal(6, (await other.PublishAsync(1))[0].Seq);
        Assert.Equal(1, _user.Refreshes);
    });

    [Fact]
    public Task Renew_AnotherActivationAcceptedAMessage_TellsTheConnectionsWithOneRenewal() => Exclusively.RunAsync(async () =>
    {
        var (winner, tab) = await BehindAsync();
        _user.Time.Advance(TimeSpan.FromSeconds(10));
        await winner.RenewAsync(LeasesOf(tab, cursor: 5));
        await winner.Settled;

        Assert.Equal(6, _user.Pushes[^1].HeadSeq);
        Assert.Equal([6], (await winner.PullAsync(tab, 5)).Seqs.AsEnumerable());
    });

    [Fact]
    public Task Renew_AConnectionHasHadWhatTheLogDoesNotKnow_LoadsAnewAtOnce() => Exclusively.RunAsync(async () =>
    {
        var (winner, tab) = await BehindAsync();
        var ahead = await AttachOpenAsync(winner, 5, "second");
        await winner.RenewAsync(LeasesOf(ahead, cursor: 6));
        await winner.Settled;

        Assert.Equal(6, _user.Pushes[^1].HeadSeq);
        Assert.Null(_user.Pushes[^1].Command);
        Assert.Equal([6], (await winner.PullAsync(tab, 5)).Seqs.AsEnumerable());
    });

    [Fact]
    public Task Renew_WithinTheSettlingTime_DoesNotAskStorageWhenACommitJustDid() => Exclusively.RunAsync(async () =>
    {
        var counting = Counting();
        var grain = await _user.ActivateAsync();
        var tab = await AttachOpenAsync(grain, 0);
        Assert.Equal(1, counting.Commits);
        for (var i = 0; i < 3; i++)
        {
            _user.Time.Advance(TimeSpan.FromSeconds(10));
            await grain.PublishAsync(1);
            await grain.RenewAsync(LeasesOf(tab, cursor: 0));
            await grain.Settled;
        }

        Assert.Equal(4, counting.Commits);
    });

    [Theory]
    [InlineData(7.5)]
    [InlineData(1)]
    [InlineData(60)]
    public Task Renew_AgainAndAgain_MakesSixSmallCommitsAtMostAndNoneWhenItIsSettled(double everySeconds) => Exclusively.RunAsync(async () =>
    {
        var counting = Counting();
        var grain = await _user.ActivateAsync();
        var tab = await AttachOpenAsync(grain, 0);
        for (var at = 0.0; at < 120; at += everySeconds)
        {
            _user.Time.Advance(TimeSpan.FromSeconds(everySeconds));
            // Another one is there when its lease has ended.
            if (everySeconds > 30) tab = _user.Connection("next") with { ClientIsOwn = false };
            if (everySeconds > 30) await grain.AttachAsync(tab);
            await grain.RenewAsync(LeasesOf(tab, cursor: 0));
            await grain.Settled;
        }

        Assert.Equal(1 + (everySeconds > 30 ? 0 : CommitPipeline.MaxSettlingCommits), counting.Commits);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Attach_NamesASeqThatOnlyAnotherActivationHas_IsHonoured(bool clientIsOwn) => Exclusively.RunAsync(async () =>
    {
        var (winner, _) = await BehindAsync();
        var attached = await winner.AttachAsync(_user.Connection("back", resume: new StreamPosition(6, null)) with { ClientIsOwn = clientIsOwn });

        Assert.Equal((true, null, 6), (attached.Place.Resumed, attached.Place.ResetReason, attached.HeadSeq));
    });

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, ResetReason.Ahead)]
    public Task Resume_NamesASeqAboveWhatIsLoaded_IsAheadOnlyWhenStorageSaysSo(long seq, ResetReason? reason) => Exclusively.RunAsync(async () =>
    {
        var (winner, tab) = await BehindAsync();
        var resumed = await winner.ResumeAsync(tab.Connection, new StreamPosition(seq, (await _user.HeadAsync()).Epoch));

        Assert.Equal((true, reason is null, reason), (resumed.Known, resumed.Place.Resumed, resumed.Place.ResetReason));
        Assert.Equal(6, resumed.Place.ReplayTo);
    });

    [Fact]
    public Task Acknowledge_OfAFrameThatOnlyAnotherActivationHas_IsNotCut() => Exclusively.RunAsync(async () =>
    {
        var (winner, tab) = await BehindAsync();
        Assert.True(await winner.AcknowledgeAsync(tab.Connection, 6));

        Assert.Equal(6, Assert.Single((await winner.DescribeAsync()).Connections).AckedSeq);
    });

    [Fact]
    public Task ChangeState_OfAVersionThatOnlyAnotherActivationHas_IsMade() => Exclusively.RunAsync(async () =>
    {
        var (winner, _) = await BehindAsync();
        var change = new StateChange(StateChangeKind.Patch, Encoding.UTF8.GetBytes("""{"a":1}"""), ExpectedVersion: 0);
        Assert.Equal(StateChangeStatus.Changed, (await _other.ChangeStateAsync(change)).Status);

        var result = await winner.ChangeStateAsync(change with { ExpectedVersion = 1 });

        Assert.Equal((StateChangeStatus.Changed, 2), (result.Status, result.State!.Version));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Repeat_TheFirstLandedBehindTheLoad_IsAnsweredWithItsSeqAndTheConnectionsAreToldOfIt(bool isClients) => Exclusively.RunAsync(async () =>
    {
        var late = new LateLog(_user.Log);
        _user.Over = late;
        var grain = await _user.ActivateAsync();
        var tab = await AttachOpenAsync(grain, 0);
        await grain.PublishAsync(5);
        late.DelaysNext = true;
        await Assert.ThrowsAsync<UserUnavailableException>(() => SendAsync());
        Assert.Equal(5, (await grain.DescribeAsync()).HeadSeq);
        Assert.Equal(CommitOutcome.Committed, await late.LandAsync());
        _user.Pushes.Clear();

        Assert.Equal((true, 6), await SendAsync());

        Assert.Contains(_user.Pushes, push => push.HeadSeq == 6);
        Assert.Equal([6], (await grain.PullAsync(tab, 5)).Seqs.AsEnumerable());
        Assert.Equal(6, (await _user.HeadAsync()).HeadSeq);

        async Task<(bool Duplicate, long Seq)> SendAsync()
        {
            if (!isClients) return (await grain.PublishAsync(Message("m-1"))) is [var answer] ? (answer.Duplicate, answer.Seq!.Value) : default;
            var request = new SubmitRequest(tab.Connection, tab.Client, [new SubmittedItem("note", "m-1", "{}"u8.ToArray())]);
            return (await grain.SubmitAsync(request)).Answers is [var item] ? (item.Status == SubmitStatus.Duplicate, item.Seq!.Value) : default;
        }
    });

    [Fact]
    public Task Renew_ACommitLandedBehindTheLoadAndNobodyRepeatsIt_TellsTheConnections() => Exclusively.RunAsync(async () =>
    {
        var late = new LateLog(_user.Log);
        _user.Over = late;
        var grain = await _user.ActivateAsync();
        var tab = await AttachOpenAsync(grain, 0);
        late.DelaysNext = true;
        await Assert.ThrowsAsync<UserUnavailableException>(() => grain.PublishAsync(1));
        Assert.Equal(0, (await grain.DescribeAsync()).HeadSeq);
        await late.LandAsync();

        await grain.RenewAsync(LeasesOf(tab, cursor: 0));
        await grain.Settled;

        Assert.Equal(1, _user.Pushes[^1].HeadSeq);
    });

    [Fact]
    public Task Attach_ManyAtAFreshActivation_WaitForOneCommit() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var attaching = Enumerable.Range(0, 5).Select(i => AttachOpenAsync(grain, 0, $"tab-{i}")).ToList();
        while (blocking.Commits.Count == 0) await Task.Yield();
        Assert.DoesNotContain(attaching, attach => attach.IsCompleted);
        await blocking.AnswerAllAsync();
        await Task.WhenAll(attaching);

        Assert.Empty(Assert.Single(blocking.Commits).Frames);
        Assert.Equal(5, (await grain.ListedAsync()).Count);
    });

    [Fact]
    public Task FreshActivation_OneOperationThatCommits_MakesNoSecondCommit() => Exclusively.RunAsync(async () =>
    {
        var counting = Counting();
        await (await _user.ActivateAsync()).PublishAsync(Message("m-1"));
        Assert.Equal(1, counting.Commits);

        await (await _user.ActivateAsync()).AttachAsync(_user.Connection());
        Assert.Equal(2, counting.Commits);

        var repeated = await (await _user.ActivateAsync()).PublishAsync(Message("m-1"));
        Assert.True(repeated[0].Duplicate);
        Assert.Equal(3, counting.Commits);
    });

    [Fact]
    public Task Attach_OpenConnectionIsBeyondTheHeadOfStorage_HasToComeAnew() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(5);
        var request = _user.Connection() with { Cursor = new StreamPosition(6, (await _user.HeadAsync()).Epoch) };

        Assert.Equal(AttachStatus.EpochChanged, (await grain.AttachAsync(request)).Status);
        Assert.Empty(await grain.ListedAsync());
    });

    [Fact]
    public Task Renew_AConnectionIsBeyondTheHeadOfStorage_IsAskedToAttachAgain() => Exclusively.RunAsync(async () =>
    {
        var grain = await _user.ActivateAsync();
        var (tab, other) = (await AttachOpenAsync(grain, 0), await AttachOpenAsync(grain, 0, "other"));
        await grain.RenewAsync(LeasesOf(tab, cursor: 1));
        await grain.Settled;

        Assert.NotEqual(tab, other);
        Assert.Equal((ConnectionCommandKind.Reattach, tab.Connection), (_user.Pushes[^1].Command!.Kind, _user.Pushes[^1].Command!.Connection));
    });

    [Fact]
    public Task Load_TheLogHasANewEpoch_AsksAllConnectionsToAttachAgain() => Exclusively.RunAsync(async () =>
    {
        await using var log = new UserLog(
            new InMemoryBackend(), Microsoft.Extensions.Options.Options.Create(new UserLogOptions()), TimeProvider.System, NullLogger<UserLog>.Instance);
        var restored = new RestoredLog(_user.Log, log);
        _user.Over = restored;
        var grain = await _user.ActivateAsync();
        await grain.PublishAsync(1);
        await AttachOpenAsync(grain, 1);
        restored.IsRestored = true;
        Assert.Equal(1, (await grain.PublishAsync(1))[0].Seq);

        var command = Assert.Single(_user.Pushes, push => push.Command is not null).Command!;
        Assert.Equal((ConnectionCommandKind.Reattach, null), (command.Kind, command.Connection));
    });

    private UserGrain _other = null!;

    /// <summary>The winner, with an open connection at seq 5; the other activation has accepted seq 6 behind that.</summary>
    private async Task<(UserGrain Winner, AttachRequest Tab)> BehindAsync()
    {
        _other = await _user.ActivateAsync();
        await _other.PublishAsync(5);
        var winner = await _user.ActivateAsync();
        var tab = await AttachOpenAsync(winner, 5);
        Assert.Equal(6, (await _other.PublishAsync(1))[0].Seq);
        Assert.Equal(5, (await winner.RenewAsync(LeasesOf(tab, cursor: 5)))[0].HeadSeq);
        return (winner, tab);
    }

    private async Task<AttachRequest> AttachOpenAsync(UserGrain grain, long cursor, string client = "tab")
    {
        var request = _user.Connection(client) with { ClientIsOwn = false };
        var attached = await grain.AttachAsync(request with { Cursor = new StreamPosition(cursor, (await _user.HeadAsync()).Epoch) });
        Assert.Equal((AttachStatus.Attached, cursor), (attached.Status, attached.Place.Cursor));
        return request;
    }

    private CountingLog Counting()
    {
        var counting = new CountingLog(_user.Log);
        _user.Over = counting;
        return counting;
    }

    private UserLeases LeasesOf(AttachRequest tab, long cursor) =>
        new(_user.Id, tab.Gateway, AsOfMs: 0, [new LeaseRenewal(tab.Connection, cursor, _user.Time.GetUtcNow().ToUnixTimeMilliseconds())]);
}
