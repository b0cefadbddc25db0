namespace Netra.Gateway.Tests;

/// <summary>What a client's system has taken, as the test says.</summary>
internal sealed class FakeAcknowledgedBytes : IAcknowledgedBytes
{
    /// <summary>Null, as at first: it can't be known.</summary>
    public long? Bytes { get; set; }

    public long? Read() => Bytes;
}
