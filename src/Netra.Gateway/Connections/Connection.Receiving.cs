using System.Buffers;
using System.Net.WebSockets;
using Netra.Protocol;

namespace Netra.Gateway;

internal sealed partial class Connection
{
    private const int FirstBufferBytes = 4096;

    private readonly RateLimit _rate = new(services.Time);

    /// <summary>Shared with the user's other connections here; null until the first message.</summary>
    private UserRateLimit? _userRate;
    private AbuseCount _abuse;

    /// <summary>When the last frame came, Unix milliseconds.</summary>
    private long _lastInboundMs = identity.ConnectedAtMs;

    /// <summary>Since when the socket is read, Unix milliseconds; 0 while a message is handled.</summary>
    private long _readingSinceMs;

    /// <summary>When the first byte of the message that is being read came, Unix milliseconds; 0 while none is.</summary>
    private long _messageSinceMs;

    /// <summary>How much of that message has come, in bytes.</summary>
    private int _messageBytes;

    /// <summary>How much has come of the message that was read last.</summary>
    public int MessageBytes => Volatile.Read(ref _messageBytes);

    /// <summary>When the client was last heard of, Unix milliseconds.</summary>
    public long LastSeenMs => Math.Max(Volatile.Read(ref _lastInboundMs), _traffic?.LastReadMs ?? 0);

    /// <summary>From now on both take from one allowance. Comes before the connection is served.</summary>
    public void ShareRateWith(Connection other) => _userRate = other.UserRate;

    private UserRateLimit UserRate =>
        Volatile.Read(ref _userRate) ?? Interlocked.CompareExchange(ref _userRate, new UserRateLimit(services.Time), null) ?? _userRate;

    /// <summary>Reads a message to its end and handles it. False when it is the last.</summary>
    private async ValueTask<bool> TakeMessageAsync(WebSocket socket, ValueWebSocketReceiveResult next)
    {
        if (next.MessageType == WebSocketMessageType.Close)
        {
            await AnswerCloseAsync(socket);
            return false;
        }

        Volatile.Write(ref _messageBytes, 0);
        Volatile.Write(ref _messageSinceMs, services.NowMs());
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            int length = 0, parts = 0;
            while (!next.EndOfMessage)
            {
                if (length == buffer.Length) buffer = Grow(buffer);
                // The socket fills what it is given: no more than one byte over the limit, so that what is too big is known at once.
                var room = Math.Min(buffer.Length - length, Math.Max(1, Limits.MaxMessageBytes + 1 - length));
                next = await socket.ReceiveAsync(buffer.AsMemory(length, room), _ended.Token);
                if (next.MessageType == WebSocketMessageType.Close)
                {
                    await AnswerCloseAsync(socket);
                    return false;
                }

                Volatile.Write(ref _lastInboundMs, services.NowMs());
                _traffic?.NoteMessage(next.Count);
                length += next.Count;
                Volatile.Write(ref _messageBytes, length);
                parts++;
                // A message that comes in many parts for its size is no less of a burden than one that is too big.
                if (length > Limits.MaxMessageBytes || parts - (length / 1024) > Options.MaxMessageFragments)
                {
                    await RefuseTooBigAsync(socket, buffer);
                    return false;
                }
            }

            Volatile.Write(ref _readingSinceMs, 0);
            Volatile.Write(ref _messageSinceMs, 0);
            Volatile.Write(ref _lastInboundMs, services.NowMs());
            services.Instruments.FramesReceived.Add(1);
            services.Instruments.BytesReceived.Add(length);
            // After our own close frame the client's frames only delay its answer.
            if (_close is null) await HandleAsync(next.MessageType, buffer.AsMemory(0, length));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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
            if (_close is null) _endReason = EndReasons.Client;
            _close ??= ((CloseCode)code, "");
            _closeSent = true;
            ClearQueue();
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
        if (TakeFromRate(rateClass, frame.Id) is { } refusal) await RefuseForRateAsync(refusal);
        else await HandleAsync(frame);
    }

    /// <summary>Answers a malformed frame. It takes from the rate limit too, so that junk is no cheaper than messages.</summary>
    private async ValueTask RefuseAsync(RateClass rateClass, FrameError error)
    {
        if (TakeFromRate(rateClass, error.Ref) is { } refusal) await RefuseForRateAsync(refusal);
        else await SendAsync(ErrorFrame(error));
    }

    /// <summary>Takes a frame from the connection's allowance, and a message from that of the user too. Null when there was one; else the refusal.</summary>
    private FrameError? TakeFromRate(RateClass rateClass, string? id)
    {
        var limits = Limits;
        if (!_rate.TryTake(rateClass, limits.MessagesPerSecond, out var retryAfter))
            return RateRefusal("connection", $"More than {RateLimit.RateOf(rateClass, limits.MessagesPerSecond)} frames of this kind a second", id, retryAfter);
        if (rateClass == RateClass.Control || UserRate.TryTake(limits.UserMessagesPerSecond, out retryAfter)) return null;
        _rate.GiveBackMessage();
        return RateRefusal("user", $"More than {limits.UserMessagesPerSecond} messages a second over all connections of the user", id, retryAfter);
    }

    private FrameError RateRefusal(string scope, string what, string? id, TimeSpan retryAfter)
    {
        services.Instruments.NoteRateLimited(scope);
        return new FrameError(ErrorCodes.RateLimited, what + "; this one was not handled.")
        {
            Ref = id,
            RetryAfterMs = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalMilliseconds)),
        };
    }

    /// <summary>Answers a frame that was refused for its rate, here or by the user's grain, and counts it once toward abuse.</summary>
    private ValueTask RefuseForRateAsync(FrameError refusal)
    {
        bool isAbuse;
        lock (_gate) isAbuse = _abuse.Note(services.NowMs());
        if (!isAbuse) return SendAsync(ErrorFrame(refusal));
        Close(CloseCode.TooManyRequests, ErrorCodes.RateLimited.Name);
        return ValueTask.CompletedTask;
    }
}
