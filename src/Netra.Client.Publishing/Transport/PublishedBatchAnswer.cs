namespace Netra.Client.Publishing;

/// <summary>The answer to a batch: one for each message, in its order.</summary>
internal sealed record PublishedBatchAnswer(IReadOnlyList<PublishedAnswer?> Messages);
