namespace Netra.Storage.Conformance;

public abstract partial class UserLogConformance
{
    [Fact]
    public async Task ReadAsync_Range_IsInclusiveAndClampedToTheLog()
    {
        var writer = await WriteTenFramesAsync();

        await AssertReadAsync(writer, 3, 5, [3, 4, 5]);
        await AssertReadAsync(writer, 10, 10, [10]);
        await AssertReadAsync(writer, 9, long.MaxValue, [9, 10]);
        await AssertReadAsync(writer, long.MinValue, 2, [1, 2]);
        await AssertReadAsync(writer, 11, 20, []);
        await AssertReadAsync(writer, 5, 4, []);
    }

    [Fact]
    public async Task ReadAsync_MaxFrames_EndsThePage()
    {
        var writer = await WriteTenFramesAsync();
        await AssertReadAsync(writer, 2, 10, [2, 3, 4], maxFrames: 3);
        await AssertReadAsync(writer, 5, 10, [5], maxFrames: 1);
    }

    [Fact]
    public async Task ReadAsync_MaxBytes_EndsThePageButNeverBeforeTheFirst()
    {
        // Frame n has 100 bytes.
        var writer = await WriteTenFramesAsync();
        await AssertReadAsync(writer, 1, 10, [1, 2, 3], maxBytes: 300);
        await AssertReadAsync(writer, 1, 10, [1, 2], maxBytes: 299);
        await AssertReadAsync(writer, 4, 10, [4], maxBytes: 1);
    }

    [Fact]
    public async Task ReadAsync_Pages_ReachTheHead()
    {
        var writer = await WriteTenFramesAsync();
        var frames = new List<StoredFrame>();
        while (frames.Count < 10)
        {
            var page = await Log.ReadAsync(writer.User, frames.Count + 1, writer.Head.HeadSeq, 4, 350, CancellationToken.None);
            Assert.InRange(page.Count, 1, 3);
            frames.AddRange(page);
        }

        LogWriter.AssertFrames(writer.Frames, frames);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task ReadAsync_EmptyPageAskedFor_Throws(int maxFrames, int maxBytes)
    {
        var writer = await WriteTenFramesAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Log.ReadAsync(writer.User, 1, 10, maxFrames, maxBytes, CancellationToken.None));
    }

    [Fact]
    public async Task CommitAsync_OldestRaised_DeletesTheFramesBelow()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(oldest: 4));
        await AssertReadAsync(writer, 1, 5, [4, 5]);
        await AssertReadAsync(writer, 1, 3, []);
        await ReopenAsync();
        await writer.AssertStoredAsync(Log);
    }

    [Fact]
    public async Task CommitAsync_EverythingTrimmed_KeepsCountingFromTheHead()
    {
        var writer = await WriteTenFramesAsync();
        await CommitAsync(writer.Commit(oldest: 11));
        await writer.AssertStoredAsync(Log);
        Assert.Equal((0L, 0L), (writer.Head.FrameCount, writer.Head.OldestSeq));

        await CommitAsync(writer.Append("next"));
        await writer.AssertStoredAsync(Log);
        Assert.Equal(11, Assert.Single(writer.Frames).Seq);
    }

    [Fact]
    public async Task CommitAsync_FramesTrimmedByTheirOwnCommit_AreNotKept()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit([[1], [2], [3]], oldest: 3));
        await writer.AssertStoredAsync(Log);
        Assert.Equal(3, Assert.Single(writer.Frames).Seq);
    }

    [Fact]
    public async Task CommitAsync_LongRunTrimmed_LeavesTheRestAndTheNeighbours()
    {
        var before = await LogWriter.LoadAsync(Log, "adz");
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(before.Append("kept"));
        await CommitAsync(writer.Commit([.. Enumerable.Range(0, 5_000).Select(i => BitConverter.GetBytes(i))]));
        await CommitAsync(writer.Commit(oldest: 4_998));
        await CommitAsync(writer.Append("new"));
        await ReopenAsync();

        await writer.AssertStoredAsync(Log);
        await before.AssertStoredAsync(Log);
        Assert.Equal([4_998L, 4_999L, 5_000L, 5_001L], writer.Frames.Select(frame => frame.Seq));
    }

    private async Task<LogWriter> WriteTenFramesAsync()
    {
        var writer = await LogWriter.LoadAsync(Log, "ada");
        await CommitAsync(writer.Commit([.. Enumerable.Range(1, 10).Select(i => Enumerable.Repeat((byte)i, 100).ToArray())]));
        return writer;
    }

    private async Task AssertReadAsync(
        LogWriter writer, long fromSeq, long toSeq, long[] expected, int maxFrames = 1_000, int maxBytes = 1_000_000)
    {
        var frames = await Log.ReadAsync(writer.User, fromSeq, toSeq, maxFrames, maxBytes, CancellationToken.None);
        LogWriter.AssertFrames(writer.Frames.Where(frame => expected.Contains(frame.Seq)), frames);
        Assert.Equal(expected, frames.Select(frame => frame.Seq));
    }
}
