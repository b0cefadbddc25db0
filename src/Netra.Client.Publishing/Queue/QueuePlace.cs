using System.Threading.RateLimiting;

namespace Netra.Client.Publishing;

/// <summary>The room of one message.</summary>
internal sealed class QueuePlace(RateLimitLease message, RateLimitLease bytes) : IDisposable
{
    public void Dispose()
    {
        message.Dispose();
        bytes.Dispose();
        PublisherInstruments.Waiting.Add(-1);
    }
}
