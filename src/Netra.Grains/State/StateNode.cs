using System.Text.Json;

namespace Netra.Grains;

/// <summary>
/// A value of the document. Never changes: a change makes new nodes along its path and shares the rest, so that a change that fails has changed
/// nothing, and a copy costs nothing. Objects and arrays that nothing has looked into are the slice of text that they were read from.
/// </summary>
internal abstract class StateNode
{
    /// <summary>How many bytes it has in compact UTF-8.</summary>
    public abstract long Bytes { get; }

    /// <summary>How deep it is nested in itself: 0 for a scalar, 1 for an object or array of scalars.</summary>
    public abstract int Depth { get; }

    /// <summary>The value of a text that <see cref="CompactJson"/> made.</summary>
    public static StateNode Of(ReadOnlyMemory<byte> compact) => Of(compact, 0);

    /// <summary>Writes the compact text. Answers how many bytes it wrote.</summary>
    public abstract int Write(Span<byte> destination);

    /// <summary>The compact text, in an array of its own.</summary>
    public byte[] ToArray()
    {
        var json = GC.AllocateUninitializedArray<byte>(checked((int)Bytes));
        if (Write(json) != json.Length) throw new InvalidOperationException("The document has not the size that was counted.");
        return json;
    }

    /// <summary>Equal as RFC 6902 section 4.6 says: numbers by their value, objects whatever the order of their members.</summary>
    public static bool AreEqual(StateNode one, StateNode other)
    {
        if (ReferenceEquals(one, other)) return true;
        return (one, other) switch
        {
            (ObjectNode a, ObjectNode b) => ObjectNode.AreEqual(a, b),
            (ArrayNode a, ArrayNode b) => ArrayNode.AreEqual(a, b),
            (ScalarNode a, ScalarNode b) => ScalarNode.AreEqual(a, b),
            _ => false,
        };
    }

    /// <summary>Reads the value that the reader is at, to its end. What it holds stays text, of which the depth is known from then on.</summary>
    /// <param name="reader">At the first token of the value.</param>
    /// <param name="text">What the reader reads.</param>
    protected static StateNode Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        var (start, outer, depth) = ((int)reader.TokenStartIndex, reader.CurrentDepth, 0);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            depth = 1;
            while (reader.Read() && reader.CurrentDepth > outer)
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth = Math.Max(depth, reader.CurrentDepth - outer + 1);
            }
        }

        return Of(text[start..(int)reader.BytesConsumed], depth);
    }

    protected static int DepthOf(ReadOnlySpan<byte> compact)
    {
        var reader = new Utf8JsonReader(compact, new JsonReaderOptions { MaxDepth = StateLimits.MaxDepth });
        var depth = 0;
        while (reader.Read())
        {
            // The reader's depth is that of what holds the token.
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) depth = Math.Max(depth, reader.CurrentDepth + 1);
        }

        return depth;
    }

    /// <param name="compact">The text.</param>
    /// <param name="depth">Its depth; 0 for a container: not known yet.</param>
    private static StateNode Of(ReadOnlyMemory<byte> compact, int depth) => compact.Span[0] switch
    {
        (byte)'{' => new ObjectNode(compact, depth),
        (byte)'[' => new ArrayNode(compact, depth),
        _ => new ScalarNode(compact),
    };
}
