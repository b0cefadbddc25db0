using Netra.Protocol;

namespace Netra.Storage;

/// <summary>What a user's log says of itself.</summary>
/// <param name="Epoch">The history that the seqs count in. One for the whole store; it changes only when the store lost history.</param>
/// <param name="Revision">
/// Names the commit that made this head: a random number of its writer's, 0 for a user never seen. Every commit is conditional on it. It is
/// not a counter: with one, the second of two pipelined commits could pass the fence after another writer took the first one's place.
/// </param>
/// <param name="HeadSeq">The last seq given; 0 before the first.</param>
/// <param name="OldestSeq">The lowest retained seq; 0 while nothing is stored.</param>
/// <param name="LastTimestampMs">The timestamp of the last frame, Unix milliseconds; 0 before the first.</param>
/// <param name="RetainedBytes">The sum of the sizes of the retained frames' JSON, in bytes.</param>
public readonly record struct UserHead(
    Epoch Epoch, long Revision, long HeadSeq, long OldestSeq, long LastTimestampMs, long RetainedBytes)
{
    /// <summary>How many frames are retained.</summary>
    public long RetainedCount => OldestSeq == 0 ? 0 : HeadSeq - OldestSeq + 1;

    /// <summary>The head of a user that the store has never seen.</summary>
    public static UserHead Empty(Epoch epoch) => new(epoch, 0, 0, 0, 0, 0);
}
