using System.Text.Json;

namespace Netra.Client;

/// <summary>Reads members whose form the protocol fixes. A frame that breaks it is malformed, whatever else it says.</summary>
internal readonly struct FrameMembers
{
    private readonly JsonElement _object;

    /// <exception cref="MalformedFrameException">It is no object.</exception>
    public FrameMembers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new MalformedFrameException("not an object");
        _object = element;
    }

    public string Text(string name) => OptionalText(name) ?? throw new MalformedFrameException(name);

    public long Integer(string name) => OptionalInteger(name) ?? throw new MalformedFrameException(name);

    public JsonElement Object(string name) => OptionalObject(name) ?? throw new MalformedFrameException(name);

    /// <summary>Null when it is missing or null.</summary>
    public string? OptionalText(string name)
    {
        if (!TryGet(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) throw new MalformedFrameException(name);
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair.
            throw new MalformedFrameException(name, exception);
        }
    }

    public long? OptionalInteger(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw new MalformedFrameException(name);
    }

    public JsonElement? OptionalObject(string name)
    {
        if (!TryGet(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Object ? value : throw new MalformedFrameException(name);
    }

    /// <summary>False when it is missing or null.</summary>
    public bool OptionalFlag(string name)
    {
        if (!TryGet(name, out var value)) return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new MalformedFrameException(name);
    }

    public bool TryGet(string name, out JsonElement value) =>
        _object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
