namespace Netra.Grains;

/// <summary>What a change of the state may make and may ask for.</summary>
/// <param name="MaxBytes">The largest document, in bytes of compact UTF-8.</param>
/// <param name="MaxOperations">How many operations or updates one change may have.</param>
internal readonly record struct StateLimits(long MaxBytes, int MaxOperations)
{
    /// <summary>
    /// The deepest document and the deepest change, the outer braces included: in the payload of a frame they then stay within the depth
    /// that a frame may have.
    /// </summary>
    public const int MaxDepth = 62;

    /// <summary>
    /// How many times <see cref="MaxBytes"/> the document may have between two operations of a patch. What a patch copies is shared, not
    /// copied, so that it costs nothing until it is written; this keeps the count of its bytes from running away.
    /// </summary>
    public const int MaxGrowth = 4;

    /// <summary>For changes that were accepted once, perhaps with other limits.</summary>
    public static StateLimits None { get; } = new(long.MaxValue / MaxGrowth, int.MaxValue);
}
