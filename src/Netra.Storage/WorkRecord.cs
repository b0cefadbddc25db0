namespace Netra.Storage;

/// <summary>Work that a commit left to be done: a message for another user, a handler that runs in the background.</summary>
/// <param name="Number">Names it: per user, from 1, never reused.</param>
/// <param name="Body">What to do, in its writer's own format; 1 byte or more.</param>
public readonly record struct WorkRecord(long Number, ReadOnlyMemory<byte> Body);
