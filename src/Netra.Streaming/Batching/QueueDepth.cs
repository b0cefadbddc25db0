namespace Netra.Streaming;

/// <summary>What waits for one gateway.</summary>
/// <param name="Pushes">Pushes and commands.</param>
/// <param name="Bytes">The frames of the pushes, in bytes.</param>
/// <param name="UsersBehind">Users whose frames were dropped.</param>
internal readonly record struct QueueDepth(int Pushes, long Bytes, int UsersBehind);
