using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

public sealed class PushWatchTests
{
    private PushWatch _watch;

    [Fact]
    public void TryEnd_AllFramesTaken_TellsThePushAtTheNextCall()
    {
        _watch.Begin(Push(durableAtUs: 70, commitUs: 8), queued: 3);

        for (var i = 0; i < 3; i++) Assert.False(_watch.TryEnd(isTaken: true, out _, out _));
        Assert.True(_watch.TryEnd(isTaken: false, out var durableAtUs, out var commitUs));
        Assert.Equal((70, 8), (durableAtUs, commitUs));
        Assert.False(_watch.TryEnd(isTaken: false, out _, out _));
    }

    [Fact]
    public void Begin_WhileOneIsFollowed_FollowsThatOneOn()
    {
        _watch.Begin(Push(durableAtUs: 70), queued: 1);
        Assert.False(_watch.TryEnd(isTaken: true, out _, out _));
        _watch.Begin(Push(durableAtUs: 90), queued: 2);

        Assert.True(_watch.TryEnd(isTaken: true, out var durableAtUs, out _));
        Assert.Equal(70, durableAtUs);
    }

    [Fact]
    public void Begin_PushOfAnOlderSiloOrWithNothingQueued_IsNotFollowed()
    {
        _watch.Begin(Push(durableAtUs: 0), queued: 1);
        _watch.Begin(Push(durableAtUs: 70), queued: 0);

        Assert.False(_watch.TryEnd(isTaken: false, out _, out _));
    }

    [Fact]
    public void Forget_QueueThrownAway_TellsNothing()
    {
        _watch.Begin(Push(durableAtUs: 70), queued: 1);
        _watch.Forget();

        Assert.False(_watch.TryEnd(isTaken: false, out _, out _));
    }

    private static UserPush Push(long durableAtUs, int commitUs = 0) => new() { User = UserId.Parse("ada"), DurableAtUs = durableAtUs, CommitUs = commitUs };
}
