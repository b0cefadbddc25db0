using System.IO.Pipelines;

namespace Netra.Gateway.Tests;

/// <summary>One end of a connection in memory. A reader that does not read stalls the writer after a window of bytes.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;
    private int _isDisposed;

    private DuplexStream(PipeReader reader, PipeWriter writer)
    {
        _reader = reader;
        _writer = writer;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes both ends.</summary>
    /// <param name="windowBytes">How much one end may write that the other has not read.</param>
    public static (DuplexStream One, DuplexStream Other) CreatePair(int windowBytes)
    {
        var options = new PipeOptions(pauseWriterThreshold: windowBytes, resumeWriterThreshold: windowBytes / 2, useSynchronizationContext: false);
        var there = new Pipe(options);
        var back = new Pipe(options);
        return (new DuplexStream(back.Reader, there.Writer), new DuplexStream(there.Reader, back.Writer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _reader.ReadAsync(cancellationToken);
        if (result.IsCanceled) throw new IOException("The stream was cut.");
        var length = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var taken = result.Buffer.Slice(0, length);
        foreach (var segment in taken)
        {
            segment.CopyTo(buffer);
            buffer = buffer[segment.Length..];
        }

        _reader.AdvanceTo(taken.End);
        return length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _writer.WriteAsync(buffer, cancellationToken);
        if (result.IsCanceled || result.IsCompleted) throw new IOException("The stream was cut.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Every write is one already. The inherited method would leave this thread for it.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _reader.CancelPendingRead();
        _writer.CancelPendingFlush();
        _writer.Complete();
        base.Dispose(disposing);
    }
}
