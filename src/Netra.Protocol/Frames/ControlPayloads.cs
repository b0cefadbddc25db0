using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>
/// Reads the payloads of control frames (protocol section 2.2). What is wrong is <c>invalid_payload</c> with the member in
/// <c>details.field</c>; the caller, who knows the frame, adds <see cref="FrameError.Ref"/>. Of members that come twice the last counts,
/// null counts as absent, and unknown members are ignored. A payload here is that of a parsed <see cref="ClientFrame"/>: a valid JSON object.
/// </summary>
public static partial class ControlPayloads
{
    /// <summary>The largest integer that every client can represent: 2^53 - 1.</summary>
    public const long MaxSafeInteger = (1L << 53) - 1;

    /// <summary>The most frames that one <c>history</c> may ask for.</summary>
    public const int MaxHistoryLimit = 1000;

    /// <summary>How many frames a <c>history</c> gets that doesn't say.</summary>
    public const int DefaultHistoryLimit = 100;

    /// <summary>Reads <c>{"seq":42}</c>: an integer from 0. One beyond the head is no error here; it is cut to what was sent.</summary>
    public static bool TryReadAck(ReadOnlyMemory<byte> payload, out long seq, [NotNullWhen(false)] out FrameError? error)
    {
        seq = 0;
        var slice = Find(payload.Span, "seq"u8);
        error = slice.TryGetInteger(out var value) && value >= 0 ? null : Invalid("seq", "an integer from 0");
        if (error is null) seq = value;
        return error is null;
    }

    /// <summary>
    /// Reads <c>{"last_seq":41,"epoch":"…"}</c>: an integer from 0 to 2^53 - 1, and optionally the epoch. An epoch that no log can have is
    /// <see cref="Epoch.Foreign"/>: the client has had another history.
    /// </summary>
    public static bool TryReadResume(ReadOnlyMemory<byte> payload, out StreamPosition position, [NotNullWhen(false)] out FrameError? error)
    {
        position = default;
        error = null;
        var epoch = Find(payload.Span, "epoch"u8);
        if (!TryReadSeq(Find(payload.Span, "last_seq"u8), out var seq))
        {
            error = Invalid("last_seq", "an integer from 0 to 2^53-1");
        }
        else if (!epoch.IsAbsent && epoch.Kind != JsonTokenType.String)
        {
            error = Invalid("epoch", "a string, null or absent");
        }
        else
        {
            position = new StreamPosition(seq, epoch.IsAbsent ? null : EpochOf(epoch));
        }

        return error is null;
    }

    /// <summary>Reads <c>{"token":"…"}</c>: a string that is not empty. Whether it is a token of anybody is not looked at.</summary>
    public static bool TryReadAuth(ReadOnlyMemory<byte> payload, out string token, [NotNullWhen(false)] out FrameError? error)
    {
        var valid = Find(payload.Span, "token"u8).TryGetText(int.MaxValue, out var text);
        token = text ?? "";
        error = valid ? null : Invalid("token", "a string that is not empty");
        return valid;
    }

    /// <summary>Reads <c>{"after":0,"limit":100}</c>; both may be absent: from the oldest frame, 100 of them.</summary>
    public static bool TryReadHistory(
        ReadOnlyMemory<byte> payload, out long after, out int limit, [NotNullWhen(false)] out FrameError? error)
    {
        after = 0;
        limit = DefaultHistoryLimit;
        error = null;
        var afterSlice = Find(payload.Span, "after"u8);
        var limitSlice = Find(payload.Span, "limit"u8);
        if (!afterSlice.IsAbsent && !TryReadSeq(afterSlice, out after)) error = Invalid("after", "an integer from 0 to 2^53-1");
        if (error is null && !limitSlice.IsAbsent)
        {
            var valid = limitSlice.TryGetInteger(out var value) && value is >= 1 and <= MaxHistoryLimit;
            if (valid) limit = (int)value;
            else error = Invalid("limit", $"an integer from 1 to {MaxHistoryLimit}");
        }

        return error is null;
    }

    private static JsonSlice Find(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> wanted)
    {
        var found = default(JsonSlice);
        var cursor = new JsonCursor(payload);
        while (cursor.NextMember(out var name, out var value))
        {
            if (name.TextEquals(wanted)) found = value;
        }

        return found;
    }

    private static bool TryReadSeq(JsonSlice slice, out long seq) => slice.TryGetInteger(out seq) && seq is >= 0 and <= MaxSafeInteger;

    private static Epoch EpochOf(JsonSlice slice) =>
        slice.TryGetText(Epoch.MaxLength, out var text) ? Epoch.OfClient(text) : Epoch.Foreign;

    private static FrameError Invalid(string field, string expected) =>
        MessageMembers.Wrong(ErrorCodes.InvalidPayload, field, $"The '{field}' of the payload must be {expected}.");
}
