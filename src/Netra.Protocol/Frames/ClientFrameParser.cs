using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>Reads frames from clients (protocol sections 2 and 6). Throws for no input.</summary>
public static class ClientFrameParser
{
    /// <summary>
    /// Reads one frame. When several things are wrong the first of this order is told: JSON, object, type, id, payload.
    /// Of members that come twice the last counts; an error carries the frame's <c>id</c> as <see cref="FrameError.Ref"/> whenever it had a
    /// valid one. The flat form counts as the frame with a <c>payload</c> that it stands for, in its nesting too.
    /// </summary>
    /// <param name="utf8">The frame's text. The frame's payload may be a slice of it.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="error">What was wrong, and what was expected.</param>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out ClientFrame frame, [NotNullWhen(false)] out FrameError? error)
    {
        frame = default;
        error = JsonFaults.BeforeReading(utf8.Span);
        if (error is not null) return false;

        try
        {
            error = FrameMembers.Read(utf8.Span, out var members) ?? ReadFrame(utf8, members, out frame);
        }
        catch (JsonException)
        {
            error = JsonFaults.Syntax(utf8.Span);
        }

        return error is null;
    }

    private static FrameError? ReadFrame(ReadOnlyMemory<byte> utf8, scoped in FrameMembers members, out ClientFrame frame)
    {
        frame = default;

        // The id is read first, because the other errors refer to it; what is wrong with it is told after the type.
        var idError = MessageMembers.ReadId(members.Id, out var id);
        var error = ReadType(members.Type, out var type, out var kind) ?? idError;
        if (error is null && !IsPayload(members.Payload)) error = MessageMembers.InvalidPayload();
        if (error is not null) return error with { Ref = id };

        frame = new ClientFrame(kind, type, id, PayloadOf(utf8, members)) { TraceParent = TraceParent.Of(members.TraceParent) };
        return null;
    }

    private static FrameError? ReadType(JsonSlice slice, out string type, out ClientFrameKind kind)
    {
        kind = default;
        var error = MessageMembers.ReadType(slice, out type);
        if (error is not null) return error;

        kind = FrameTypes.KindOf(type);
        return kind == ClientFrameKind.ReservedForServer ? MessageMembers.ReservedType(type) : null;
    }

    private static bool IsPayload(JsonSlice payload) => payload.IsAbsent || payload.Kind == JsonTokenType.StartObject;

    private static ReadOnlyMemory<byte> PayloadOf(ReadOnlyMemory<byte> utf8, scoped in FrameMembers members)
    {
        if (!members.Payload.IsAbsent) return utf8.Slice(members.Payload.Offset, members.Payload.Raw.Length);
        return members.FlatLength == 0 ? MessageMembers.EmptyObject : FlatPayload(members);
    }

    private static byte[] FlatPayload(scoped in FrameMembers members)
    {
        // One brace more than there are commas: each member brings the comma, or the last brace, behind it.
        var payload = new byte[members.FlatLength + 1];
        payload[0] = (byte)'{';
        var length = 1;
        var cursor = new JsonCursor(members.Utf8);
        while (cursor.NextMember(out var name, out var value))
        {
            if (FrameMembers.IsOwn(name)) continue;
            var member = members.Utf8[name.Offset..(value.Offset + value.Raw.Length)];
            member.CopyTo(payload.AsSpan(length));
            length += member.Length;
            payload[length++] = (byte)',';
        }

        payload[^1] = (byte)'}';
        return payload;
    }
}
