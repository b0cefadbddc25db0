namespace Netra.Client.Publishing;

/// <summary>The answer to one message: its place, or why it was not published.</summary>
internal sealed record PublishedAnswer
{
    public string? Id { get; init; }

    public long? Seq { get; init; }

    public bool Duplicate { get; init; }

    public PublishErrorAnswer? Error { get; init; }
}
