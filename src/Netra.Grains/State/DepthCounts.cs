namespace Netra.Grains;

/// <summary>
/// How many values of a container have which depth. With it a container knows its depth after every change without looking at the values that stayed.
/// Never changes.
/// </summary>
internal readonly struct DepthCounts
{
    /// <summary>By depth; the last one is not 0. At most <see cref="StateLimits.MaxDepth"/> of them, mostly one or two.</summary>
    private readonly int[]? _counts;

    private DepthCounts(int[] counts) => _counts = counts;

    /// <summary>The depth of the container.</summary>
    public int Depth => Math.Max(1, _counts?.Length ?? 0);

    public static DepthCounts Of(IEnumerable<StateNode> values)
    {
        var counts = new Counting(default);
        foreach (var value in values) counts.Add(value.Depth);
        return counts.ToCounts();
    }

    /// <summary>After a value came in the place of another.</summary>
    /// <param name="replaced">What goes; null: nothing.</param>
    /// <param name="added">What comes; null: nothing.</param>
    public DepthCounts With(StateNode? replaced, StateNode? added)
    {
        if (replaced?.Depth == added?.Depth) return this;
        var counts = new Counting(this);
        if (replaced is not null) counts.Remove(replaced.Depth);
        if (added is not null) counts.Add(added.Depth);
        return counts.ToCounts();
    }

    /// <summary>Counts that are being made.</summary>
    public ref struct Counting(DepthCounts from)
    {
        private int[] _counts = from._counts is { } counts ? [.. counts] : [];

        public void Add(int depth)
        {
            if (depth >= _counts.Length) Array.Resize(ref _counts, depth + 1);
            _counts[depth]++;
        }

        public readonly void Remove(int depth) => _counts[depth]--;

        public readonly DepthCounts ToCounts() => new(_counts.AsSpan().TrimEnd(0).ToArray());
    }
}
