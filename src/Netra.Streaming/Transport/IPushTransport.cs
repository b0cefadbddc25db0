namespace Netra.Streaming;

/// <summary>How a batch reaches a gateway. A seam for tests of the batcher.</summary>
internal interface IPushTransport
{
    /// <summary>Sends a batch and waits until the gateway has taken it.</summary>
    Task SendAsync(SiloAddress gateway, PushBatch batch);
}
