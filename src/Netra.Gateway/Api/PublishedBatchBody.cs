namespace Netra.Gateway;

/// <summary>The answer to a batch: one for each message, in its order.</summary>
internal sealed record PublishedBatchBody(IReadOnlyList<PublishedBody> Messages);
