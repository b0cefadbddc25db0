namespace Netra.Gateway.Tests;

public sealed class SendQueueTests
{
    [Fact]
    public void TryDequeue_ManyFrames_InOrderAndCounted()
    {
        var queue = default(SendQueue);
        for (byte i = 1; i <= 3; i++) queue.Enqueue(new byte[i]);

        Assert.Equal((3, 6), (queue.Count, queue.Bytes));
        Assert.True(queue.TryDequeue(out var first));
        Assert.Equal(1, first.Length);
        Assert.Equal((2, 5), (queue.Count, queue.Bytes));
        Assert.True(queue.TryDequeue(out _));
        Assert.True(queue.TryDequeue(out var last));
        Assert.Equal(3, last.Length);
        Assert.False(queue.TryDequeue(out var none));
        Assert.True(none.IsEmpty);
        Assert.Equal((0, 0), (queue.Count, queue.Bytes));
    }

    [Fact]
    public void Clear_WithFrames_Empty()
    {
        var queue = default(SendQueue);
        queue.Enqueue(new byte[5]);

        queue.Clear();

        Assert.Equal((0, 0), (queue.Count, queue.Bytes));
        Assert.False(queue.TryDequeue(out _));
        queue.Enqueue(new byte[2]);
        Assert.Equal((1, 2), (queue.Count, queue.Bytes));
    }
}
