using System.Text.Json;

namespace Netra.Gateway;

/// <summary>The answer to one published message: its id and its place in the user's log, or why it was not published.</summary>
internal sealed record PublishedBody
{
    public string? Id { get; init; }

    /// <summary>Null for a message beside the log.</summary>
    public long? Seq { get; init; }

    /// <summary>True when a message with this id was accepted before, which is then the one that <c>seq</c> names; else absent.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Only in a batch across users, instead of the others.</summary>
    public PublishErrorBody? Error { get; init; }

    /// <summary>Writes the members that belong to the answer: a <c>seq</c> that is null is said, an error stands alone.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, error.Code);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("id"u8, Id);
            if (Seq is { } seq) json.WriteNumber("seq"u8, seq);
            else json.WriteNull("seq"u8);
            if (Duplicate) json.WriteBoolean("duplicate"u8, true);
        }

        json.WriteEndObject();
    }
}
