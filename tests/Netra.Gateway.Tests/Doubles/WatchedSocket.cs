using System.Net.WebSockets;

namespace Netra.Gateway.Tests;

/// <summary>A socket that tells with how large a buffer it is read.</summary>
internal sealed class WatchedSocket(WebSocket inner) : WebSocket
{
    private const string Fragment = "fragment";

    private readonly Lock _gate = new();
    private readonly CallLog _reads = new();
    private TaskCompletionSource _idle = NewIdle();

    /// <summary>
    /// Ends as soon as a read is under way that holds no buffer. The gateway has then done with everything that came before.
    /// </summary>
    public Task IdleAsync()
    {
        lock (_gate) return _idle.Task;
    }

    /// <summary>Ends when so many fragments, that were not the last of their message, have been read.</summary>
    public Task FragmentsReadAsync(int count) => _reads.WaitForAsync(Fragment, count);

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override void Abort() => inner.Abort();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Dispose() => inner.Dispose();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var reading = inner.ReceiveAsync(buffer, cancellationToken);
        if (buffer.Length > 0)
        {
            var read = await reading;
            if (read is { Count: > 0, EndOfMessage: false }) _reads.Record(Fragment);
            return read;
        }

        if (reading.IsCompleted) return await reading;
        lock (_gate) _idle.TrySetResult();
        try
        {
            return await reading;
        }
        finally
        {
            lock (_gate) _idle = NewIdle();
        }
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    private static TaskCompletionSource NewIdle() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
