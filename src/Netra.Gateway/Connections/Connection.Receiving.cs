using System.Buffers;
using System.Net.WebSockets;
using Netra.Protocol;

namespace Netra.Gateway;

internal sealed partial class Connection
{
    private const int FirstBufferBytes = 4096;

    private readonly RateLimit _rate = new(services.Plans.LimitsOf(access.Plan).MessagesPerSecond, services.Time);

    /// <summary>When the last frame came, Unix milliseconds.</summary>
    private long _lastInboundMs = identity.ConnectedAtMs;

    /// <summary>Since when the socket is read, Unix milliseconds; 0 while a message is handled.</summary>
    private long _readingSinceMs;

    /// <summary>When the client was last heard of, Unix milliseconds.</summary>
    public long LastSeenMs => Volatile.Read(ref _lastInboundMs);

    private async Task ReceiveLoopAsync(WebSocket socket)
    {
        while (true)
        {
            Volatile.Write(ref _readingSinceMs, services.NowMs());
            // A zero-byte read: no buffer is held while nothing comes.
            var next = await socket.ReceiveAsync(Memory<byte>.Empty, _ended.Token);
            if (next.MessageType == WebSocketMessageType.Close)
            {
                await AnswerCloseAsync(socket);
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
            try
            {
                var length = 0;
                while (!next.EndOfMessage)
                {
                    if (length == buffer.Length) buffer = Grow(buffer);
                    next = await socket.ReceiveAsync(buffer.AsMemory(length), _ended.Token);
                    if (next.MessageType == WebSocketMessageType.Close)
                    {
                        await AnswerCloseAsync(socket);
                        return;
                    }

                    Volatile.Write(ref _lastInboundMs, services.NowMs());
                    length += next.Count;
                    if (length > Limits.MaxMessageBytes)
                    {
                        await RefuseTooBigAsync(socket, buffer);
                        return;
                    }
                }

                Volatile.Write(ref _readingSinceMs, 0);
                Volatile.Write(ref _lastInboundMs, services.NowMs());
                // After our own close frame the client's frames only delay its answer.
                if (_close is null) await HandleAsync(next.MessageType, buffer.AsMemory(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Answers the client's close frame with its own code, unless it answers ours.</summary>
    private async Task AnswerCloseAsync(WebSocket socket)
    {
        if (socket.State != WebSocketState.CloseReceived) return;
        var code = socket.CloseStatus is { } status && (int)status >= 1000 ? status : WebSocketCloseStatus.NormalClosure;
        lock (_gate)
        {
            // Nothing may be written behind the answer.
            _close ??= ((CloseCode)code, "");
            _closeSent = true;
            _queue.Clear();
        }

        using var timeout = new CancellationTokenSource(Options.CloseTimeout, services.Time);
        await socket.CloseOutputAsync(code, null, timeout.Token);
    }

    /// <summary>Closes with 1009 and reads on, so that the client gets the close frame instead of a reset.</summary>
    private async Task RefuseTooBigAsync(WebSocket socket, byte[] buffer)
    {
        Close(CloseCode.MessageTooBig, "message too big");
        using var timeout = new CancellationTokenSource(Options.CloseTimeout, services.Time);
        while ((await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token)).MessageType != WebSocketMessageType.Close)
        {
        }
    }

    private async ValueTask HandleAsync(WebSocketMessageType messageType, ReadOnlyMemory<byte> message)
    {
        if (messageType == WebSocketMessageType.Binary)
        {
            await RefuseAsync(RateClass.Message, new FrameError(ErrorCodes.UnsupportedData, "Frames must be text frames with one JSON object each."));
            return;
        }

        if (!ClientFrameParser.TryParse(message, out var frame, out var error))
        {
            await RefuseAsync(RateClass.Message, error);
            return;
        }

        var rateClass = frame.Kind is ClientFrameKind.Ping or ClientFrameKind.Pong or ClientFrameKind.Ack ? RateClass.Control : RateClass.Message;
        if (!_rate.TryTake(rateClass, out var retryAfter))
        {
            await RefuseForRateAsync(frame.Id, retryAfter);
            return;
        }

        await HandleAsync(frame);
    }

    /// <summary>Answers a malformed frame. It takes from the rate limit too, so that junk is no cheaper than messages.</summary>
    private async ValueTask RefuseAsync(RateClass rateClass, FrameError error)
    {
        if (_rate.TryTake(rateClass, out var retryAfter)) await SendAsync(ServerFrames.Error(error, services.NowMs()));
        else await RefuseForRateAsync(error.Ref, retryAfter);
    }

    private async ValueTask RefuseForRateAsync(string? id, TimeSpan retryAfter)
    {
        if (_rate.IsAbuse)
        {
            Close(CloseCode.TooManyRequests, ErrorCodes.RateLimited.Name);
            return;
        }

        var error = new FrameError(ErrorCodes.RateLimited, $"More than {Limits.MessagesPerSecond} messages a second; this one was not handled.")
        {
            Ref = id,
            RetryAfterMs = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalMilliseconds)),
        };
        await SendAsync(ServerFrames.Error(error, services.NowMs()));
    }
}
