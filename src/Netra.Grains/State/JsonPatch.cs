using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// JSON Patch (RFC 6902) of a document that stays an object.
/// </summary>
/// <remarks>
/// Of our own: the framework's JSON Patch for System.Text.Json belongs to ASP.NET Core, leaves what it has done when a later operation fails, copies in full
/// (a patch that copies what it has copied grows without bound), and takes <c>add</c> without a value and array indices with leading zeros.
/// </remarks>
internal static class JsonPatch
{
    /// <exception cref="StateChangeRefusedException">An operation is malformed or does not fit.</exception>
    public static ObjectNode Apply(ObjectNode document, ArrayNode operations, StateLimits limits)
    {
        if (operations.Count > limits.MaxOperations)
        {
            throw StateChangeRefusedException.Invalid(
                $"There are {operations.Count} operations; at most {limits.MaxOperations} were expected.", StateChangeKind.Ops.WireName());
        }

        for (var index = 0; index < operations.Count; index++)
        {
            var operation = JsonPatchOperation.Read(operations[index], index);
            document = Apply(document, operation) as ObjectNode
                ?? throw operation.Invalid("The state would not be an object any more; the state as a whole can be replaced by an object alone.");
            if (document.Bytes > limits.MaxBytes * StateLimits.MaxGrowth)
                throw StateChangeRefusedException.TooLarge(document.Bytes, limits.MaxBytes, index);
        }

        return document;
    }

    private static StateNode? Apply(ObjectNode document, JsonPatchOperation operation)
    {
        switch (operation.Kind)
        {
            case JsonPatchOperationKind.Test:
                return StateNode.AreEqual(Find(document, operation, operation.Path), operation.Value!)
                    ? document
                    : throw operation.Invalid("The value is not the one that the test expected.");
            case JsonPatchOperationKind.Add or JsonPatchOperationKind.Replace:
                return Put(document, operation, operation.Path.Segments, operation.Value!);
            case JsonPatchOperationKind.Remove:
                return Remove(document, operation, operation.Path, operation.Path.Segments);
            case JsonPatchOperationKind.Copy:
                return Put(document, operation, operation.Path.Segments, Find(document, operation, operation.From!));
            case JsonPatchOperationKind.Move:
                return Move(document, operation);
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation.Kind, "Not an operation.");
        }
    }

    private static StateNode? Move(ObjectNode document, JsonPatchOperation operation)
    {
        var value = Find(document, operation, operation.From!);
        if (operation.From!.Holds(operation.Path)) throw operation.Invalid("A value can't be moved into itself; a path outside of 'from' was expected.");
        if (operation.Path.Segments.AsSpan().SequenceEqual(operation.From.Segments)) return document;
        return Put(Remove(document, operation, operation.From, operation.From.Segments)!, operation, operation.Path.Segments, value);
    }

    private static StateNode Find(StateNode node, JsonPatchOperation operation, JsonPointer pointer)
    {
        foreach (var segment in pointer.Segments) node = Step(node, segment) ?? throw operation.Missing(pointer);
        return node;
    }

    private static StateNode? Step(StateNode node, string segment) => node switch
    {
        ObjectNode holder => holder.TryGet(segment, out var value) ? value : null,
        ArrayNode list => JsonPointer.TryReadIndex(segment, out var index) && index < list.Count ? list[index] : null,
        _ => null,
    };

    /// <summary>Adds or, where the operation says so, replaces the value at the path.</summary>
    private static StateNode Put(StateNode node, JsonPatchOperation operation, ReadOnlySpan<string> path, StateNode value)
    {
        if (path.Length == 0) return value;
        if (operation.Path.Segments.Length + value.Depth > StateLimits.MaxDepth)
            throw operation.Invalid($"The state would be nested too deeply; at most {StateLimits.MaxDepth} levels were expected.");
        if (path.Length == 1)
        {
            return node switch
            {
                ObjectNode holder when operation.Kind != JsonPatchOperationKind.Replace || holder.TryGet(path[0], out _) => holder.Set(path[0], value),
                ArrayNode list => PutElement(list, operation, path[0], value),
                _ => throw operation.Missing(operation.Path),
            };
        }

        return With(node, path[0], Put(Step(node, path[0]) ?? throw operation.Missing(operation.Path), operation, path[1..], value));
    }

    private static ArrayNode PutElement(ArrayNode list, JsonPatchOperation operation, string segment, StateNode value)
    {
        var replaces = operation.Kind == JsonPatchOperationKind.Replace;
        if (segment == "-" && !replaces) return list.Insert(list.Count, value);
        if (!JsonPointer.TryReadIndex(segment, out var index) || index > list.Count || (replaces && index == list.Count))
            throw operation.Invalid($"The array has {list.Count} elements; the index of one (to add, also their number or '-') was expected.");
        return replaces ? list.Set(index, value) : list.Insert(index, value);
    }

    private static StateNode? Remove(StateNode node, JsonPatchOperation operation, JsonPointer pointer, ReadOnlySpan<string> path)
    {
        if (path.Length == 0) return null;
        var value = Step(node, path[0]) ?? throw operation.Missing(pointer);
        if (path.Length > 1) return With(node, path[0], Remove(value, operation, pointer, path[1..])!);
        return node is ObjectNode holder ? holder.Remove(path[0]) : ((ArrayNode)node).RemoveAt(IndexOf(path[0]));
    }

    /// <summary>The holder with another value where it has one.</summary>
    private static StateNode With(StateNode node, string segment, StateNode value) =>
        node is ObjectNode holder ? holder.Set(segment, value) : ((ArrayNode)node).Set(IndexOf(segment), value);

    private static int IndexOf(string segment) => JsonPointer.TryReadIndex(segment, out var index) ? index : throw new ArgumentException("Not an index.", nameof(segment));
}
