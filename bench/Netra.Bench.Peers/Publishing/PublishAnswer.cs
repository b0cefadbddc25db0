namespace Netra.Bench.Peers;

/// <summary>The answer to a publish.</summary>
internal sealed record PublishAnswer(IReadOnlyList<PublishedMessage> Messages);
