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
    public static StateNode Of(ReadOnlyMemory<byte> compact) => compact.Span[0] switch
    {
        (byte)'{' => new ObjectNode(compact),
        (byte)'[' => new ArrayNode(compact),
        _ => new ScalarNode(compact),
    };

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

    /// <summary>
    /// The depth of a container that gets a value in the place of another; 0 when that can't be said without looking at the rest. Keeps a change of a wide
    /// container from looking at all of it.
    /// </summary>
    /// <param name="known">Its depth before; 0 when that is not known.</param>
    /// <param name="replaced">What goes; null: nothing.</param>
    /// <param name="added">What comes; null: nothing.</param>
    protected static int DepthAfter(int known, StateNode? replaced, StateNode? added)
    {
        if (known == 0) return 0;
        var depth = 1 + (added?.Depth ?? 0);
        if (depth >= known) return depth;
        return replaced is null || 1 + replaced.Depth < known ? known : 0;
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
}
