using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Netra.Client;

/// <summary>
/// One socket from its opening to its end. It reports each frame and, as the last thing, how it ended. <see cref="Send"/> and <see cref="Close"/> wait for
/// nothing: what goes out is queued, and a socket that takes nothing for so long that the queue is full is dropped.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing to release, and a deadline may still reach it behind the end.")]
internal sealed class SocketSession : ISupersedable
{
    /// <summary>How many frames wait beside the messages that may be under way: pongs, acknowledgements and the like.</summary>
    private const long MaxControlFrames = 1_024;

    private const int BufferBytes = 4 * 1024;

    /// <summary>A larger buffer is not kept for the next frame.</summary>
    private const int MaxKeptBytes = 64 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly CancellationTokenSource _dropped = new();
    private readonly NetraClientOptions _options;
    private readonly Reporter _report;
    private volatile bool _isOver;
    private volatile bool _isOpen;
    private int _closeCode;
    private ITimer? _deadline;

    private SocketSession(NetraClientOptions options, Reporter report)
    {
        _options = options;
        _report = report;
        var bound = (int)Math.Min(MaxControlFrames + options.Numbers.MaxInFlight, int.MaxValue);
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(bound) { SingleReader = true });
        Completion = Task.CompletedTask;
    }

    public bool IsOver => _isOver;

    /// <summary>The end of it. Never fails.</summary>
    public Task Completion { get; private set; }

    public static SocketSession Start(Func<CancellationToken, Task<WebSocket>> connect, NetraClientOptions options, Reporter report)
    {
        var session = new SocketSession(options, report);
        session.Completion = Task.Run(() => session.RunAsync(connect));
        return session;
    }

    public void Send(ReadOnlyMemory<byte> frame)
    {
        if (!_outgoing.Writer.TryWrite(frame)) _dropped.Cancel();
    }

    /// <summary>Sends what is queued, then a close frame, and waits for the server's, all of it for <see cref="NetraClientOptions.CloseTimeout"/> at most. Reports nothing more.</summary>
    public void Close(int code)
    {
        if (_isOver) return;
        _isOver = true;
        Volatile.Write(ref _closeCode, code);
        _outgoing.Writer.TryComplete();
        if (_isOpen) _deadline = _options.TimeProvider.CreateTimer(_ => _dropped.Cancel(), null, _options.CloseTimeout, Timeout.InfiniteTimeSpan);
        else _dropped.Cancel();
    }

    private async Task RunAsync(Func<CancellationToken, Task<WebSocket>> connect)
    {
        CoreEvent end;
        try
        {
            using var socket = await connect(_dropped.Token).ConfigureAwait(false);
            _isOpen = true;
            var sending = SendAllAsync(socket);
            end = await ReceiveAllAsync(socket).ConfigureAwait(false);
            _outgoing.Writer.TryComplete();
            await sending.ConfigureAwait(false);
        }
        catch (UpgradeRefusedException refused)
        {
            end = new CoreEvent.Refused(refused.Status, refused.RetryAfterMs);
        }
        catch (Exception exception)
        {
            // Whatever keeps a socket from opening: the state of the connection tells it, and there is another try.
            end = new CoreEvent.Closed(CloseVerdict.Lost, exception.InnerException?.Message ?? exception.Message);
        }

        await _report(end, this).ConfigureAwait(false);
        if (_deadline is { } deadline) await deadline.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SendAllAsync(WebSocket socket)
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_dropped.Token).ConfigureAwait(false))
                await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, _dropped.Token).ConfigureAwait(false);
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
            var code = Volatile.Read(ref _closeCode);
            var status = code == 0 ? socket.CloseStatus ?? WebSocketCloseStatus.Empty : (WebSocketCloseStatus)code;
            await socket.CloseOutputAsync(status, null, _dropped.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // The receiving side tells the loss.
            socket.Abort();
        }
    }

    private async Task<CoreEvent> ReceiveAllAsync(WebSocket socket)
    {
        var buffer = new ArrayBufferWriter<byte>(BufferBytes);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.GetMemory(BufferBytes), _dropped.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close) break;
                buffer.Advance(part.Count);
                if (buffer.WrittenCount > _options.MaxFrameBytes) return new CoreEvent.BadFrame();
                if (!part.EndOfMessage) continue;
                await _report(EventOf(part.MessageType, buffer.WrittenSpan), this).ConfigureAwait(false);
                if (buffer.Capacity > MaxKeptBytes) buffer = new ArrayBufferWriter<byte>(BufferBytes);
                else buffer.ResetWrittenCount();
            }

            return new CoreEvent.Closed((int)(socket.CloseStatus ?? WebSocketCloseStatus.Empty), socket.CloseStatusDescription ?? "");
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            return new CoreEvent.Closed(CloseVerdict.Lost, exception.InnerException?.Message ?? exception.Message);
        }
    }

    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    private static CoreEvent EventOf(WebSocketMessageType type, ReadOnlySpan<byte> bytes) =>
        type == WebSocketMessageType.Text && ServerFrame.TryParse(bytes) is { } frame ? new CoreEvent.FrameReceived(frame) : new CoreEvent.BadFrame();
}
