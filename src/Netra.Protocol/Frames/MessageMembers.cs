namespace Netra.Protocol;

/// <summary>The rules that frames and published messages share for their members. Each method returns what is wrong, or null.</summary>
internal static class MessageMembers
{
    /// <summary>The payload of a message that has none.</summary>
    public static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();

    /// <summary>Reads a type of 1 to 64 UTF-16 code units.</summary>
    public static FrameError? ReadType(JsonSlice slice, out string type)
    {
        if (slice.TryGetText(FrameTypes.MaxLength, out var text))
        {
            type = text;
            return null;
        }

        type = "";
        return slice.Kind == default
            ? Wrong(ErrorCodes.MissingType, "type", "The 'type' field is required.")
            : Wrong(ErrorCodes.InvalidType, "type", $"The 'type' must be a string of 1 to {FrameTypes.MaxLength} characters.");
    }

    /// <summary>Reads an id of 1 to 128 UTF-16 code units; null when there is none.</summary>
    public static FrameError? ReadId(JsonSlice slice, out string? id) =>
        slice.TryGetText(MessageId.MaxLength, out id) || slice.IsAbsent
            ? null
            : Wrong(ErrorCodes.InvalidId, "id", $"The 'id' must be a string of 1 to {MessageId.MaxLength} characters, or absent.");

    /// <summary>The error of a type that senders may not use.</summary>
    public static FrameError ReservedType(string type) =>
        Wrong(ErrorCodes.ReservedType, "type", $"The type '{type}' is reserved for the protocol's own frames; another type was expected.");

    /// <summary>The error of a payload that is no object.</summary>
    public static FrameError InvalidPayload() =>
        Wrong(ErrorCodes.InvalidPayload, "payload", "The 'payload' must be an object, null or absent.");

    /// <summary>An error about one member.</summary>
    public static FrameError Wrong(ErrorCode code, string field, string message) =>
        new(code, message) { Details = new FrameErrorDetails { Field = field } };
}
