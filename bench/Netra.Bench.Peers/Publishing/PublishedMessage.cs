namespace Netra.Bench.Peers;

/// <summary>The answer to one message: nothing is kept, so it has no place.</summary>
internal sealed record PublishedMessage(long? Seq);
