using System.Text.Json;

namespace Netra.Protocol;

/// <summary>Reads one published message: what a frame asks of its members, and the ways of delivery.</summary>
internal static class PublishItemReader
{
    /// <summary>A payload stands one level down in its frame.</summary>
    private const int MaxPayloadDepth = JsonFaults.MaxDepth - 1;

    /// <summary>
    /// Reads a message. The error carries the message's id as <see cref="FrameError.Ref"/> where it had a valid one.
    /// </summary>
    /// <param name="body">The whole body.</param>
    /// <param name="offset">Where in the body the text begins that the places of <paramref name="members"/> are counted in.</param>
    /// <param name="members">The message.</param>
    /// <param name="namesUser">Whether the message itself says whom it is for; else <c>user_id</c> is ignored.</param>
    /// <param name="item">The message in order.</param>
    public static FrameError? Read(
        ReadOnlyMemory<byte> body, int offset, scoped in PublishMembers members, bool namesUser, out PublishItem item)
    {
        item = default;
        var userError = ReadUser(members.UserId, namesUser, out var user);
        var typeError = ReadType(members.Type, out var type);
        var idError = MessageMembers.ReadId(members.Id, out var id);
        var error = userError ?? typeError ?? idError ?? CheckPayload(body, offset, members.Payload) ?? CheckDelivery(members);
        if (error is not null) return error with { Ref = id };

        var payload = members.Payload.IsAbsent
            ? MessageMembers.EmptyObject
            : body.Slice(offset + members.Payload.Offset, members.Payload.Raw.Length);
        item = new PublishItem(user, type, id, payload);
        return null;
    }

    private static FrameError? ReadUser(JsonSlice slice, bool namesUser, out UserId? user)
    {
        user = null;
        if (!namesUser) return null;
        if (slice.TryGetText(UserId.MaxLength, out var text) && UserId.TryParse(text, out var id))
        {
            user = id;
            return null;
        }

        return BadRequest("user_id", $"The 'user_id' must be a string of 1 to {UserId.MaxLength} printable characters.");
    }

    private static FrameError? ReadType(JsonSlice slice, out string type) =>
        MessageMembers.ReadType(slice, out type) ?? (FrameTypes.IsReserved(type) ? MessageMembers.ReservedType(type) : null);

    private static FrameError? CheckPayload(ReadOnlyMemory<byte> body, int offset, JsonSlice payload)
    {
        if (!payload.IsAbsent && payload.Kind != JsonTokenType.StartObject) return MessageMembers.InvalidPayload();
        return payload.Depth > MaxPayloadDepth ? JsonFaults.TooDeep(body.Span, offset + payload.Offset) : null;
    }

    /// <summary>What this version can't carry out is refused, for a message that is delivered otherwise than asked is worse than none.</summary>
    private static FrameError? CheckDelivery(scoped in PublishMembers members) =>
        CheckPriority(members.Priority) ?? CheckTtl(members.TtlMs) ?? CheckDurable(members.Durable);

    private static FrameError? CheckPriority(JsonSlice slice)
    {
        if (slice.IsAbsent) return null;
        _ = slice.TryGetText(maxLength: 8, out var priority);
        return priority switch
        {
            "normal" => null,
            "low" or "high" or "critical" => BadRequest(
                "priority", $"This version doesn't support the 'priority' {priority}; 'normal' or none was expected."),
            _ => BadRequest("priority", "The 'priority' must be one of low, normal, high and critical."),
        };
    }

    private static FrameError? CheckTtl(JsonSlice slice)
    {
        if (slice.IsAbsent) return null;
        return slice.TryGetInteger(out var ttlMs) && ttlMs >= 1
            ? BadRequest("ttl_ms", "This version doesn't support 'ttl_ms'; none was expected.")
            : BadRequest("ttl_ms", "The 'ttl_ms' must be an integer from 1.");
    }

    private static FrameError? CheckDurable(JsonSlice slice) => slice.Kind switch
    {
        _ when slice.IsAbsent => null,
        JsonTokenType.True => null,
        JsonTokenType.False => BadRequest("durable", "This version doesn't support messages that are not 'durable'; true or none was expected."),
        _ => BadRequest("durable", "The 'durable' must be true or false."),
    };

    private static FrameError BadRequest(string field, string message) => MessageMembers.Wrong(ErrorCodes.BadRequest, field, message);
}
