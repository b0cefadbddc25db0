using System.Numerics;

namespace Netra.Abstractions;

/// <summary>
/// A sum that every processor adds to in a cell of its own: some nanoseconds, and no line of the cache that all fight for. Thread-safe.
/// </summary>
internal sealed class StripedCounter
{
    private const int MaxCells = 64;

    /// <summary>How far cells are apart, in longs: two lines of the cache, which processors fetch in pairs.</summary>
    private const int Stride = 16;

    private static readonly int Mask = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MaxCells)) - 1;

    // The first stride is room between the cells and the array's own head.
    private readonly long[] _cells = new long[(Mask + 2) * Stride];

    /// <summary>All that was added. What is added meanwhile may be in it or not.</summary>
    public long Sum
    {
        get
        {
            var sum = 0L;
            for (var i = Stride; i < _cells.Length; i += Stride) sum += Volatile.Read(ref _cells[i]);
            return sum;
        }
    }

    public void Add(long value) => Interlocked.Add(ref _cells[((Thread.GetCurrentProcessorId() & Mask) + 1) * Stride], value);
}
