using System.Text.Json;

namespace Netra.Protocol;

/// <summary>The members of one published message by their places in the body, the last of each name.</summary>
internal ref struct PublishMembers
{
    public JsonSlice UserId { get; private set; }

    public JsonSlice Type { get; private set; }

    public JsonSlice Id { get; private set; }

    public JsonSlice Payload { get; private set; }

    public JsonSlice Priority { get; private set; }

    public JsonSlice TtlMs { get; private set; }

    public JsonSlice Durable { get; private set; }

    /// <summary>The batch, where there is one.</summary>
    public JsonSlice Messages { get; private set; }

    /// <summary>Reads the members of the object that the cursor is in, to the object's end.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static PublishMembers Read(scoped ref JsonCursor cursor)
    {
        var members = default(PublishMembers);
        while (cursor.NextMember(out var name, out var value)) members.Add(name, value);
        return members;
    }

    private void Add(JsonSlice name, JsonSlice value)
    {
        if (name.TextEquals("type"u8)) Type = value;
        else if (name.TextEquals("payload"u8)) Payload = value;
        else if (name.TextEquals("id"u8)) Id = value;
        else if (name.TextEquals("user_id"u8)) UserId = value;
        else if (name.TextEquals("priority"u8)) Priority = value;
        else if (name.TextEquals("ttl_ms"u8)) TtlMs = value;
        else if (name.TextEquals("durable"u8)) Durable = value;
        else if (name.TextEquals("messages"u8)) Messages = value;
    }
}
