namespace Netra.Client.Publishing;

internal sealed record RetriedAnswer(long? Seq);
