using System.Text.Json.Serialization;

namespace Netra.Gateway;

/// <summary>The answer to one published message: its id and its place in the user's log, or why it was not published.</summary>
internal sealed record PublishedBody
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }

    /// <summary>Only in a batch across users, instead of the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PublishErrorBody? Error { get; init; }
}
