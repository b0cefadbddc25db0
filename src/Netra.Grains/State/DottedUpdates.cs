using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Dotted paths, each set to a value, in their order (protocol section 5, <c>partial_state_update</c>).</summary>
internal static class DottedUpdates
{
    /// <exception cref="StateChangeRefusedException">A path does not fit.</exception>
    public static ObjectNode Apply(ObjectNode document, ObjectNode updates, StateLimits limits)
    {
        if (updates.Count > limits.MaxOperations)
        {
            throw StateChangeRefusedException.Invalid(
                $"There are {updates.Count} updates; at most {limits.MaxOperations} were expected.", StateChangeKind.Updates.WireName());
        }

        foreach (var (path, value) in updates.All)
        {
            if (path.AsSpan().Count('.') + 1 + value.Depth > StateLimits.MaxDepth)
                throw StateChangeRefusedException.Invalid($"The state would be nested too deeply; at most {StateLimits.MaxDepth} levels were expected.", path);
            document = Set(document, path, path.Split('.'), value);
        }

        return document;
    }

    private static ObjectNode Set(ObjectNode node, string path, ReadOnlySpan<string> segments, StateNode value)
    {
        var name = segments[0];
        if (name.Length == 0) throw StateChangeRefusedException.Invalid("The path has an empty segment; names with a dot between them were expected.", path);
        if (segments.Length == 1) return node.Set(name, value);

        var inner = (node.TryGet(name, out var present) ? present : ObjectNode.Empty) as ObjectNode
            ?? throw StateChangeRefusedException.Invalid("A value that is no object is in the way of the path; an object, or nothing, was expected there.", path);
        return node.Set(name, Set(inner, path, segments[1..], value));
    }
}
