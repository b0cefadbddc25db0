using System.Text.Json;

namespace Netra.Protocol;

/// <summary>The members of a client's frame by their places in it, the last of each name.</summary>
internal ref struct FrameMembers
{
    /// <summary>A payload stands one level down in its frame, and a member of it another.</summary>
    private const int MaxFlatDepth = JsonFaults.MaxDepth - 2;

    private int _deepFlatMember = -1;

    private FrameMembers(ReadOnlySpan<byte> utf8) => Utf8 = utf8;

    public ReadOnlySpan<byte> Utf8 { get; }

    public JsonSlice Type { get; private set; }

    public JsonSlice Id { get; private set; }

    public JsonSlice Payload { get; private set; }

    /// <summary>It is no member of the protocol's in a flat payload, and stays a part of that.</summary>
    public JsonSlice TraceParent { get; private set; }

    /// <summary>The bytes of the members that form the payload when there is none, each with a comma.</summary>
    public int FlatLength { get; private set; }

    /// <summary>Reads the whole frame.</summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static FrameError? Read(ReadOnlySpan<byte> utf8, out FrameMembers members)
    {
        members = new FrameMembers(utf8);
        var cursor = new JsonCursor(utf8);
        var root = default(JsonSlice);
        if (cursor.Token == JsonTokenType.StartObject)
        {
            while (cursor.NextMember(out var name, out var value)) members.Add(name, value);
        }
        else
        {
            root = cursor.TakeValue();
        }

        cursor.ExpectEnd();
        if (cursor.DeeperThanAllowedAt is { } offset) return JsonFaults.TooDeep(utf8, offset);
        if (members is { _deepFlatMember: >= 0, Payload.IsAbsent: true }) return JsonFaults.TooDeep(utf8, members._deepFlatMember);
        return root.Kind == default ? null : new FrameError(ErrorCodes.NotAnObject, "The message is not a JSON object; one was expected.");
    }

    /// <summary>Whether a name is one of the frame's own, so that it is no part of a flat payload.</summary>
    public static bool IsOwn(JsonSlice name) =>
        name.TextEquals("type"u8) || name.TextEquals("id"u8) || name.TextEquals("timestamp"u8) || name.TextEquals("payload"u8);

    private void Add(JsonSlice name, JsonSlice value)
    {
        if (name.TextEquals("type"u8))
        {
            Type = value;
        }
        else if (name.TextEquals("id"u8))
        {
            Id = value;
        }
        else if (name.TextEquals("payload"u8))
        {
            Payload = value;
        }
        else if (!name.TextEquals("timestamp"u8))
        {
            FlatLength += value.Offset + value.Raw.Length - name.Offset + 1;
            if (name.TextEquals("traceparent"u8)) TraceParent = value;
            if (value.Depth > MaxFlatDepth && _deepFlatMember < 0) _deepFlatMember = value.Offset;
        }
    }
}
