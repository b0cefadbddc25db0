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
        var error = userError ?? typeError ?? idError ?? CheckPayload(body, offset, members.Payload);
        if (error is not null) return error with { Ref = id };

        var payload = members.Payload.IsAbsent
            ? MessageMembers.EmptyObject
            : body.Slice(offset + members.Payload.Offset, members.Payload.Raw.Length);
        item = new PublishItem(user, type, id, payload);
        return ReadDelivery(members, ref item) is { } deliveryError ? deliveryError with { Ref = id } : null;
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

    /// <summary>How the message is to be delivered. What can't be kept is refused, for a message that is delivered otherwise than asked is worse than none.</summary>
    private static FrameError? ReadDelivery(scoped in PublishMembers members, ref PublishItem item)
    {
        var priorityError = ReadPriority(members.Priority, out var priority);
        var ttlError = ReadTtl(members.TtlMs, out var ttlMs);
        var durableError = ReadDurable(members.Durable, out var isDurable);
        item = item with { Priority = priority, TtlMs = ttlMs, IsDurable = isDurable };
        return priorityError ?? ttlError ?? durableError;
    }

    private static FrameError? ReadPriority(JsonSlice slice, out MessagePriority priority)
    {
        priority = MessagePriority.Normal;
        if (slice.IsAbsent) return null;
        return slice.TryGetText(maxLength: 8, out var name) && MessagePriorityNames.TryParse(name, out priority)
            ? null
            : BadRequest("priority", "The 'priority' must be one of low, normal, high and critical.");
    }

    private static FrameError? ReadTtl(JsonSlice slice, out long? ttlMs)
    {
        ttlMs = null;
        if (slice.IsAbsent) return null;
        if (!slice.TryGetInteger(out var value) || value is < 1 or > PublishItem.MaxTtlMs)
            return BadRequest("ttl_ms", $"The 'ttl_ms' must be an integer from 1 to {PublishItem.MaxTtlMs}, or absent for a message without an end.");
        ttlMs = value;
        return null;
    }

    private static FrameError? ReadDurable(JsonSlice slice, out bool isDurable)
    {
        isDurable = slice.Kind != JsonTokenType.False;
        return slice.IsAbsent || slice.Kind is JsonTokenType.True or JsonTokenType.False
            ? null
            : BadRequest("durable", "The 'durable' must be true or false.");
    }

    private static FrameError BadRequest(string field, string message) => MessageMembers.Wrong(ErrorCodes.BadRequest, field, message);
}
