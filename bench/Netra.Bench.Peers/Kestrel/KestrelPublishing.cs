using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Netra.Bench.Peers;

/// <summary>
/// <c>POST /api/v1/messages</c> of the bare Kestrel: finds user and payload of each message and copies the payload into a frame, without an object for any
/// of them.
/// </summary>
internal static class KestrelPublishing
{
    private const int MaxUserChars = 128;

    public static async Task HandleAsync(HttpContext context, UserSockets users)
    {
        if (context.Request.ContentLength is not { } length)
        {
            context.Response.StatusCode = StatusCodes.Status411LengthRequired;
            return;
        }

        var body = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(body.AsMemory(0, (int)length));
            var count = await PublishAsync(body.AsMemory(0, (int)length), users);
            context.Response.ContentType = "application/json";
            Answer(context.Response.BodyWriter, count);
            await context.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static async ValueTask<int> PublishAsync(ReadOnlyMemory<byte> body, UserSockets users)
    {
        var count = 0;
        var at = body.Span.IndexOf((byte)'[') + 1;
        while (TryNext(body.Span, users, ref at, out var sockets, out var payload))
        {
            count++;
            if (sockets.Length == 0) continue;
            var length = PeerFrames.LengthOf(body.Span[payload]);
            var frame = ArrayPool<byte>.Shared.Rent(length);
            PeerFrames.Write(body.Span[payload], frame);
            foreach (var socket in sockets) await SendAsync(socket, frame.AsMemory(0, length));
            ArrayPool<byte>.Shared.Return(frame);
        }

        return count;
    }

    private static async ValueTask SendAsync(UserSocket socket, ReadOnlyMemory<byte> frame)
    {
        try
        {
            await socket.SendAsync(frame);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // That client is gone, and what it would have got with it.
        }
    }

    /// <summary>Finds the next message behind a place in the body. A reader can't live across an await, so each begins anew.</summary>
    private static bool TryNext(ReadOnlySpan<byte> body, UserSockets users, ref int at, out UserSocket[] sockets, out Range payload)
    {
        (sockets, payload) = ([], default);
        var begin = body[at..].IndexOf((byte)'{');
        if (begin < 0) return false;
        var start = at + begin;
        var reader = new Utf8JsonReader(body[start..]);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUser = reader.ValueTextEquals("user_id"u8);
            var isPayload = !isUser && reader.ValueTextEquals("payload"u8);
            reader.Read();
            if (isUser) sockets = Find(ref reader, users);
            var from = start + (int)reader.TokenStartIndex;
            reader.Skip();
            if (isPayload) payload = from..(start + (int)reader.BytesConsumed);
        }

        at = start + (int)reader.BytesConsumed;
        return true;
    }

    private static UserSocket[] Find(ref Utf8JsonReader reader, UserSockets users)
    {
        Span<char> user = stackalloc char[MaxUserChars];
        return reader.ValueSpan.Length <= MaxUserChars ? users.Of(user[..reader.CopyString(user)]) : [];
    }

    private static void Answer(IBufferWriter<byte> output, int count)
    {
        output.Write("""{"messages":["""u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) output.Write(","u8);
            output.Write("""{"seq":null}"""u8);
        }

        output.Write("]}"u8);
    }
}
