using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <content>The changes of the state (protocol section 5).</content>
public static partial class ControlPayloads
{
    /// <summary>
    /// Reads <c>{"version":7,"patch":{…}}</c> or <c>{"version":7,"ops":[…]}</c>: exactly one of the two. Whether the operations
    /// make sense is not looked at.
    /// </summary>
    public static bool TryReadStateUpdate(ReadOnlyMemory<byte> payload, out StateUpdate update, [NotNullWhen(false)] out FrameError? error)
    {
        update = default;
        var patch = Find(payload.Span, "patch"u8);
        var ops = Find(payload.Span, "ops"u8);
        error = ReadVersion(payload, out var version);
        if (error is null)
        {
            error = (patch.IsAbsent, ops.IsAbsent) switch
            {
                (true, true) => Invalid("patch", "there, an object, or 'ops', an array"),
                (false, false) => Invalid("ops", "absent beside 'patch': exactly one of them was expected"),
                (false, true) when patch.Kind != JsonTokenType.StartObject => Invalid("patch", "an object"),
                (true, false) when ops.Kind != JsonTokenType.StartArray => Invalid("ops", "an array"),
                _ => null,
            };
        }

        if (error is not null) return false;
        update = ops.IsAbsent
            ? new StateUpdate(StateChangeKind.Patch, Cut(payload, patch), version)
            : new StateUpdate(StateChangeKind.Ops, Cut(payload, ops), version);
        return true;
    }

    /// <summary>Reads <c>{"version":7,"updates":{"a.b":1}}</c>. Whether the paths make sense is not looked at.</summary>
    public static bool TryReadPartialStateUpdate(
        ReadOnlyMemory<byte> payload, out StateUpdate update, [NotNullWhen(false)] out FrameError? error)
    {
        update = default;
        var updates = Find(payload.Span, "updates"u8);
        error = ReadVersion(payload, out var version);
        if (error is null && updates.Kind != JsonTokenType.StartObject) error = Invalid("updates", "an object");
        if (error is not null) return false;
        update = new StateUpdate(StateChangeKind.Updates, Cut(payload, updates), version);
        return true;
    }

    private static FrameError? ReadVersion(ReadOnlyMemory<byte> payload, out long version) =>
        TryReadSeq(Find(payload.Span, "version"u8), out version) ? null : Invalid("version", "an integer from 0 to 2^53-1");

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> payload, JsonSlice slice) => payload.Slice(slice.Offset, slice.Raw.Length);
}
