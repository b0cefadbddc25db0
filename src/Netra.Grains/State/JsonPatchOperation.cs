namespace Netra.Grains;

/// <summary>One operation of a JSON Patch. What it needs is there: a value for add, replace and test, a <c>from</c> for move and copy.</summary>
/// <param name="Index">Which one it is, from 0.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Path">Where.</param>
/// <param name="From">Where the value comes from.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonPatchOperation(int Index, JsonPatchOperationKind Kind, JsonPointer Path, JsonPointer? From, StateNode? Value)
{
    /// <exception cref="StateChangeRefusedException">It is malformed.</exception>
    public static JsonPatchOperation Read(StateNode node, int index)
    {
        if (node is not ObjectNode operation)
            throw StateChangeRefusedException.Invalid("The operation is no object; one with 'op' and 'path' was expected.", "ops", index);

        var kind = Text(operation, "op") switch
        {
            "add" => JsonPatchOperationKind.Add,
            "remove" => JsonPatchOperationKind.Remove,
            "replace" => JsonPatchOperationKind.Replace,
            "move" => JsonPatchOperationKind.Move,
            "copy" => JsonPatchOperationKind.Copy,
            "test" => JsonPatchOperationKind.Test,
            _ => throw StateChangeRefusedException.Invalid("The 'op' is none; add, remove, replace, move, copy or test was expected.", "op", index),
        };
        var path = Pointer(operation, "path", index);
        var from = kind is JsonPatchOperationKind.Move or JsonPatchOperationKind.Copy ? Pointer(operation, "from", index) : null;
        if (kind is not (JsonPatchOperationKind.Add or JsonPatchOperationKind.Replace or JsonPatchOperationKind.Test))
            return new JsonPatchOperation(index, kind, path, from, null);
        return operation.TryGet("value", out var value)
            ? new JsonPatchOperation(index, kind, path, null, value)
            : throw StateChangeRefusedException.Invalid("The operation has no 'value'; one was expected.", "value", index);
    }

    /// <summary>The operation does not fit the document.</summary>
    public StateChangeRefusedException Invalid(string message) => StateChangeRefusedException.Invalid(message, Path.Text, Index);

    /// <summary>A place that it names is not there.</summary>
    public StateChangeRefusedException Missing(JsonPointer pointer) =>
        StateChangeRefusedException.Invalid("There is nothing at the path, or nothing that holds it; a place of the state was expected.", pointer.Text, Index);

    private static string? Text(ObjectNode operation, string name) =>
        operation.TryGet(name, out var value) && value is ScalarNode scalar ? scalar.Text : null;

    private static JsonPointer Pointer(ObjectNode operation, string name, int index) =>
        Text(operation, name) is { } text && JsonPointer.TryParse(text, out var pointer)
            ? pointer
            : throw StateChangeRefusedException.Invalid($"The '{name}' is no JSON Pointer; an empty text, or one as '/a/b', was expected.", name, index);
}
