namespace Netra.Gateway;

/// <summary>The answer to a dead letter that was put back.</summary>
/// <param name="Seq">Its new seq; null when a handler took it and published nothing.</param>
internal sealed record RetriedBody(long? Seq);
