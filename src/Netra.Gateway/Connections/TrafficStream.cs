using System.Runtime.CompilerServices;

namespace Netra.Gateway;

/// <summary>The stream under a WebSocket. Passes everything on, and notes what <see cref="SocketTraffic"/> tells.</summary>
internal sealed class TrafficStream(Stream inner, SocketTraffic traffic, TimeProvider time) : Stream
{
    /// <summary>The largest single write: small enough that a slow client takes some of them within the time in which it must make progress.</summary>
    private const int MaxWriteBytes = 16 * 1024;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A read of zero bytes is the one that an idle connection waits in: it goes straight through and costs nothing here.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? inner.ReadAsync(buffer, cancellationToken) : ReadSomeAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.Length <= MaxWriteBytes ? WritePartAsync(buffer, cancellationToken) : WritePartsAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        if (count > 0) traffic.NoteRead(count, NowMs());
        return count;
    }

    private ValueTask WritePartAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        var writing = inner.WriteAsync(part, cancellationToken);
        return writing.IsCompleted ? writing : WaitAsync(writing);
    }

    private async ValueTask WaitAsync(ValueTask writing)
    {
        traffic.BeginCount();
        await writing;
        traffic.NoteWrite(NowMs());
    }

    private async ValueTask WritePartsAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(MaxWriteBytes, buffer.Length)];
            await WritePartAsync(part, cancellationToken);
            buffer = buffer[part.Length..];
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
