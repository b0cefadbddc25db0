using System.Text;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>Connections that come and go while their sessions are being stored, and loads that fail.</summary>
public sealed class AttachTests : IAsyncDisposable
{
    private readonly GrainUser _user = new();

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Attach_GivenUpWhileItsSessionIsStored_LeavesTheOlderConnectionAndNothingIsSkipped(bool leaseEnds) => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var older = _user.Connection();
        var attaching = grain.AttachAsync(older);
        await AnswerUntilAsync(blocking, attaching);
        await AnswerUntilAsync(blocking, grain.PublishAsync(10));

        var newer = _user.Connection();
        var commits = blocking.Commits.Count;
        attaching = grain.AttachAsync(newer);
        while (blocking.Commits.Count == commits) await Task.Yield();
        if (leaseEnds)
        {
            _user.Time.Advance(_user.Options.LeaseDuration - TimeSpan.FromMilliseconds(1));
            await grain.RenewAsync(older, [older]);
            _user.Time.Advance(TimeSpan.FromMilliseconds(2));
            await grain.RenewAsync(older, []);
        }
        else
        {
            await grain.DetachAsync(newer.Connection);
        }

        await blocking.AnswerAllAsync();
        await Assert.ThrowsAsync<UserUnavailableException>(() => attaching);
        Assert.DoesNotContain(_user.Pushes, push => push.Command is { Kind: ConnectionCommandKind.Close });

        await AnswerUntilAsync(blocking, grain.PublishAsync(10));
        var page = await grain.PullAsync(older, 10);
        Assert.Equal(Enumerable.Range(11, 10).Select(seq => (long)seq), page.Seqs);
        Assert.Empty(page.Skipped);
    });

    [Fact]
    public Task Attach_SeveralOfOneSessionAtOnce_LeaveOneAndCloseTheOthers() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tabs = Enumerable.Range(0, 7).Select(_ => _user.Connection()).ToList();
        Assert.Single(tabs.Select(tab => tab.Client).Distinct());

        await AnswerUntilAsync(blocking, Task.WhenAll(tabs.Select(tab => grain.AttachAsync(tab with { ConnectionLimit = 1 }))));

        var left = Assert.Single((await grain.DescribeAsync()).Connections);
        var closed = _user.Pushes.Where(push => push.Command is { Kind: ConnectionCommandKind.Close }).Select(push => push.Command!.Connection!.Value).ToList();
        Assert.Equal(6, closed.Count);
        Assert.DoesNotContain(left.Connection, closed);
        Assert.Equal(6, closed.Distinct().Count());
    });

    [Fact]
    public Task Attach_GivenUpWhileItsSessionIsStoredAndThatConflicts_IsNotTriedAgain() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        await AnswerUntilAsync(blocking, grain.PublishAsync(1));
        var tab = _user.Connection();
        _user.Over = _user.Log;
        await (await _user.ActivateAsync()).PublishAsync(1);
        var commits = blocking.Commits.Count;
        var attaching = grain.AttachAsync(tab);
        while (blocking.Commits.Count == commits) await Task.Yield();
        await grain.DetachAsync(tab.Connection);
        await blocking.AnswerAllAsync();

        await Assert.ThrowsAsync<UserUnavailableException>(() => attaching);
        Assert.Empty((await grain.DescribeAsync()).Connections);
    });

    [Fact]
    public Task Pull_FramesThatCameWhileNobodyWasAttached_AreNotSkipped() => Exclusively.RunAsync(async () =>
    {
        var blocking = new BlockingLog(_user.Log);
        _user.Over = blocking;
        var grain = await _user.ActivateAsync();
        var tab = _user.Connection();
        await AnswerUntilAsync(blocking, grain.AttachAsync(tab));
        await AnswerUntilAsync(blocking, grain.PublishAsync(10));
        await grain.DetachAsync(tab.Connection);
        await AnswerUntilAsync(blocking, grain.PublishAsync(10));

        var later = _user.Connection(resume: new StreamPosition(10, null));
        await AnswerUntilAsync(blocking, grain.AttachAsync(later));
        var page = await grain.PullAsync(later, 10);
        Assert.Equal(10, page.Frames.Length);
        Assert.Empty(page.Skipped);
    });

    [Fact]
    public Task Load_StateIsDamaged_FailsAgainAndAgainAndDoesNotGoOnWithAnEmptyOne() => Exclusively.RunAsync(async () =>
    {
        var writer = await _user.ActivateAsync();
        await writer.PublishAsync(1);
        var damaged = new DamagedStateLog(_user.Log);
        _user.Over = damaged;
        using var meters = new TestMeters();
        _user.Meters = meters;
        var grain = await _user.ActivateAsync();

        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<UserUnavailableException>(() => grain.PublishAsync(1));
        Assert.Equal((2, 2), (meters.SumOf("netra.user.load.failures"), meters.SumOf("netra.user.unavailable")));
        Assert.Equal(2, damaged.Loads);
        Assert.Equal(1, (await _user.HeadAsync()).HeadSeq);
    });

    private static async Task AnswerUntilAsync(BlockingLog log, Task operation)
    {
        while (!operation.IsCompleted)
        {
            await log.AnswerAllAsync();
            await Task.Yield();
        }

        await operation;
    }

    private sealed class DamagedStateLog(IUserLog inner) : PassingLog(inner)
    {
        public int Loads { get; private set; }

        public override async ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
        {
            Loads++;
            var snapshot = await base.LoadAsync(user, cancellationToken);
            var json = Encoding.UTF8.GetBytes("[]");
            return snapshot with { State = snapshot.State with { Snapshot = snapshot.State.Snapshot with { Json = json } } };
        }
    }
}
