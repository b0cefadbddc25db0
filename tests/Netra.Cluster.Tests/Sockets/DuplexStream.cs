using System.IO.Pipelines;

namespace Netra.Cluster.Tests;

/// <summary>One end of a connection in memory. Each direction holds as much as a small socket buffer; beyond it the writer waits.</summary>
internal sealed class DuplexStream(PipeReader reader, PipeWriter writer) : Stream
{
    private const int BufferBytes = 32 * 1024;

    private volatile bool _isCut;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static (DuplexStream Server, DuplexStream Client) CreatePair()
    {
        var options = new PipeOptions(pauseWriterThreshold: BufferBytes, resumeWriterThreshold: BufferBytes / 2, useSynchronizationContext: false);
        var (up, down) = (new Pipe(options), new Pipe(options));
        return (new DuplexStream(up.Reader, down.Writer), new DuplexStream(down.Reader, up.Writer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCanceled || _isCut) throw new IOException("The connection was cut.");
            if (result.Buffer.IsEmpty) return 0;
            var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
            var count = 0;
            foreach (var segment in taken)
            {
                segment.CopyTo(buffer[count..]);
                count += segment.Length;
            }

            reader.AdvanceTo(taken.End);
            return count;
        }
        catch (InvalidOperationException exception)
        {
            throw new IOException("The connection was cut.", exception);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await writer.WriteAsync(buffer, cancellationToken);
            if (result.IsCanceled || result.IsCompleted || _isCut) throw new IOException("The connection was cut.");
        }
        catch (InvalidOperationException exception)
        {
            throw new IOException("The connection was cut.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (_isCut || !disposing) return;
        _isCut = true;
        reader.CancelPendingRead();
        writer.CancelPendingFlush();
        writer.Complete();
        reader.Complete();
        base.Dispose(disposing);
    }
}
