using Netra.Protocol;

namespace Netra.Streaming.Tests;

public sealed class PushQueueTests
{
    [Fact]
    public void TakeBatch_Empty_IsNull() => Assert.Null(Queue().TakeBatch());

    [Fact]
    public void TakeBatch_InterleavedUsers_GroupsThemAndKeepsEachUsersOrder()
    {
        var queue = Queue();
        for (var seq = 1; seq <= 3; seq++)
        {
            queue.Add(Pushes.Frame("ada", seq));
            queue.Add(Pushes.Frame("bob", seq));
        }

        Assert.Equal(["ada:1", "ada:2", "ada:3", "bob:1", "bob:2", "bob:3"], queue.TakeBatch()!.Text());
        Assert.Null(queue.TakeBatch());
    }

    [Fact]
    public void TakeBatch_MorePushesThanABatch_AreSeveralBatchesInOrder()
    {
        var queue = Queue(maxBatchPushes: 2);
        for (var seq = 1; seq <= 5; seq++) queue.Add(Pushes.Frame("ada", seq));

        Assert.Equal(["ada:1", "ada:2"], queue.TakeBatch()!.Text());
        Assert.Equal(["ada:3", "ada:4"], queue.TakeBatch()!.Text());
        Assert.Equal(["ada:5"], queue.TakeBatch()!.Text());
    }

    [Fact]
    public void TakeBatch_MoreBytesThanABatch_AreSeveralBatchesAndALargePushGoesAlone()
    {
        var queue = Queue(maxBatchBytes: 100);
        queue.Add(Pushes.Frame("ada", 1, bytes: 60));
        queue.Add(Pushes.Frame("ada", 2, bytes: 40));
        queue.Add(Pushes.Frame("ada", 3, bytes: 500));
        queue.Add(Pushes.Frame("ada", 4, bytes: 1));

        Assert.Equal(["ada:1", "ada:2"], queue.TakeBatch()!.Text());
        Assert.Equal(["ada:3"], queue.TakeBatch()!.Text());
        Assert.Equal(["ada:4"], queue.TakeBatch()!.Text());
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(int.MaxValue, 20)]
    public void Add_FullQueue_MarksTheUserBehindAndDropsWhatFollowsTheHole(int maxPushes, long maxBytes)
    {
        var queue = Queue(maxQueuedPushes: maxPushes, maxQueuedBytes: maxBytes);
        queue.Add(Pushes.Frame("ada", 1));
        queue.Add(Pushes.Frame("ada", 2));
        queue.Add(Pushes.Frame("ada", 3));
        queue.Add(Pushes.Frame("bob", 7));
        queue.Add(Pushes.Frame("ada", 4));

        var batch = queue.TakeBatch()!;
        Assert.Equal(["ada:1", "ada:2", "ada<4", "bob<7"], batch.Text());
        Assert.Null(queue.TakeBatch());
    }

    [Fact]
    public void Add_AfterTheHeadOfABehindUserWasTaken_QueuesFramesAgain()
    {
        var queue = Queue(maxQueuedPushes: 1);
        queue.Add(Pushes.Frame("ada", 1));
        queue.Add(Pushes.Frame("ada", 2));
        Assert.Equal(["ada:1", "ada<2"], queue.TakeBatch()!.Text());

        queue.Add(Pushes.Frame("ada", 3));
        Assert.Equal(["ada:3"], queue.TakeBatch()!.Text());
    }

    [Fact]
    public void Add_CommandsToAFullQueue_AreKept()
    {
        var queue = Queue(maxQueuedPushes: 1);
        queue.Add(Pushes.Frame("ada", 1));
        queue.Add(Pushes.Close("bob", ConnectionId.NewId()));

        Assert.Equal(["ada:1", "bob!"], queue.TakeBatch()!.Text());
    }

    [Fact]
    public void TakeBatch_FramesFillEveryBatch_CommandsGoAllTheSame()
    {
        var queue = Queue(maxBatchPushes: 4);
        for (var seq = 1; seq <= 8; seq++) queue.Add(Pushes.Frame("ada", seq));
        queue.Add(Pushes.Close("bob", ConnectionId.NewId()));

        Assert.Equal(["ada:1", "ada:2", "ada:3", "bob!"], queue.TakeBatch()!.Text());
        Assert.Equal(["ada:4", "ada:5", "ada:6", "ada:7"], queue.TakeBatch()!.Text());
    }

    [Fact]
    public void TakeBatch_FramesFillEveryBatch_UsersBehindAreToldAllTheSameInTheirOrder()
    {
        var queue = Queue(maxQueuedPushes: 8, maxBatchPushes: 4);
        for (var seq = 1; seq <= 8; seq++) queue.Add(Pushes.Frame("ada", seq));
        for (var i = 0; i < 4; i++) queue.Add(Pushes.Frame($"user-{i}", i + 1));

        var told = new List<string>();
        for (var seq = 9; told.Count < 4; seq += 2)
        {
            Assert.InRange(seq, 9, 20);
            told.AddRange(queue.TakeBatch()!.Text().Where(push => push.Contains('<', StringComparison.Ordinal)));
            // Its place is taken at once, by frames and by another user who falls behind.
            queue.Add(Pushes.Frame("ada", seq));
            queue.Add(Pushes.Frame("ada", seq + 1));
            queue.Add(Pushes.Frame($"late-{seq}", 1));
        }

        Assert.Equal(["user-0<1", "user-1<2", "user-2<3", "user-3<4"], told);
    }

    [Fact]
    public void TakeBatch_CommandsFillEveryBatch_UsersBehindAreToldAllTheSame()
    {
        var queue = Queue(maxQueuedPushes: 0, maxBatchPushes: 4);
        for (var i = 0; i < 20; i++) queue.Add(Pushes.Close("bob", ConnectionId.NewId()));
        queue.Add(Pushes.Frame("ada", 7));

        Assert.Contains("ada<7", queue.TakeBatch()!.Text());
    }

    [Fact]
    public void TakeBatch_MoreBehindUsersThanABatch_TellsAllOfThemOnce()
    {
        var queue = Queue(maxQueuedPushes: 1, maxBatchPushes: 3);
        queue.Add(Pushes.Frame("full", 1));
        for (var i = 0; i < 5; i++) queue.Add(Pushes.Frame($"user-{i}", i + 1));

        var told = new List<string>();
        while (queue.TakeBatch() is { } batch)
        {
            Assert.InRange(batch.Pushes.Length, 1, 3);
            told.AddRange(batch.Text());
        }

        Assert.Equal(["full:1", "user-0<1", "user-1<2", "user-2<3", "user-3<4", "user-4<5"], told.Order());
    }

    [Fact]
    public void DropToHeads_FailedBatch_LeavesTheHighestHeadOfEachUserAndItsCommands()
    {
        var queue = Queue();
        queue.Add(Pushes.Frame("ada", 1));
        queue.Add(Pushes.Close("ada", ConnectionId.NewId()));
        queue.Add(Pushes.Frame("bob", 9));
        var failed = queue.TakeBatch()!;
        queue.Add(Pushes.Frame("ada", 2));
        queue.Add(Pushes.Frame("bob", 10));

        queue.DropToHeads(failed);

        Assert.Equal(["ada!", "ada<2", "bob<10"], queue.TakeBatch()!.Text());
        Assert.Null(queue.TakeBatch());
    }

    [Fact]
    public void DropToHeads_QueueThatWasFull_HasRoomAgain()
    {
        var queue = Queue(maxQueuedBytes: 20);
        queue.Add(Pushes.Frame("ada", 1));
        queue.Add(Pushes.Frame("ada", 2));
        queue.DropToHeads(new PushBatch([]));
        Assert.Equal(["ada<2"], queue.TakeBatch()!.Text());

        queue.Add(Pushes.Frame("ada", 3));
        queue.Add(Pushes.Frame("ada", 4));
        Assert.Equal(["ada:3", "ada:4"], queue.TakeBatch()!.Text());
    }

    private static PushQueue Queue(
        int maxQueuedPushes = int.MaxValue, long maxQueuedBytes = long.MaxValue, int maxBatchPushes = int.MaxValue, int maxBatchBytes = int.MaxValue) =>
        new(new OutboundStreamOptions
        {
            MaxQueuedPushes = maxQueuedPushes,
            MaxQueuedBytes = maxQueuedBytes,
            MaxBatchPushes = maxBatchPushes,
            MaxBatchBytes = maxBatchBytes,
        });
}
