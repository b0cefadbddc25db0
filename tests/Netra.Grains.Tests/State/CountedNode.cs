namespace Netra.Grains.Tests;

/// <summary>A value that counts how often it is looked at for its depth.</summary>
internal sealed class CountedNode(int depth) : StateNode
{
    public int Looks { get; private set; }

    public override long Bytes => 1;

    public override int Depth
    {
        get
        {
            Looks++;
            return depth;
        }
    }

    public override int Write(Span<byte> destination)
    {
        destination[0] = (byte)'1';
        return 1;
    }
}
