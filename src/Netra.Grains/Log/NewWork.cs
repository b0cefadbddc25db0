namespace Netra.Grains;

/// <summary>Work that a change leaves to be done.</summary>
/// <param name="body">What to do.</param>
internal sealed class NewWork(ReadOnlyMemory<byte> body)
{
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Its number; 0 until it is staged.</summary>
    public long Number { get; set; }
}
