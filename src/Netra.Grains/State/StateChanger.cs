using System.Text.Json;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Applies changes of the three kinds to a document.</summary>
internal static class StateChanger
{
    /// <summary>The document after the change.</summary>
    /// <param name="document">The document before. It stays as it is.</param>
    /// <param name="kind">How the change is said.</param>
    /// <param name="change">The change, as its sender wrote it.</param>
    /// <param name="limits">What the change may ask for and make.</param>
    /// <exception cref="StateChangeRefusedException">The change can't be applied.</exception>
    public static ObjectNode Apply(ObjectNode document, StateChangeKind kind, ReadOnlySpan<byte> change, StateLimits limits)
    {
        var changed = (kind, Read(kind, change)) switch
        {
            (StateChangeKind.Patch, ObjectNode patch) => MergePatch.Apply(document, patch),
            (StateChangeKind.Ops, ArrayNode operations) => JsonPatch.Apply(document, operations, limits),
            (StateChangeKind.Updates, ObjectNode updates) => DottedUpdates.Apply(document, updates, limits),
            _ => throw StateChangeRefusedException.Invalid(
                kind == StateChangeKind.Ops ? "The operations are no array; one was expected." : $"The '{kind.WireName()}' is no object; one was expected.",
                kind.WireName()),
        };
        return changed.Bytes <= limits.MaxBytes ? changed : throw StateChangeRefusedException.TooLarge(changed.Bytes, limits.MaxBytes);
    }

    private static StateNode Read(StateChangeKind kind, ReadOnlySpan<byte> change)
    {
        try
        {
            return StateNode.Of(CompactJson.Of(change));
        }
        catch (JsonException)
        {
            throw StateChangeRefusedException.Invalid(
                $"The '{kind.WireName()}' is not valid JSON of at most {StateLimits.MaxDepth} levels, which was expected.", kind.WireName());
        }
    }
}
