using Netra.Streaming;

namespace Netra.Cluster.Tests;

/// <summary>Loses batches on their way to gateways: told to the sender, or not.</summary>
internal sealed class DroppingTransport(IPushTransport inner, DroppingTransport.Plan plan) : IPushTransport
{
    public Task SendAsync(SiloAddress gateway, PushBatch batch)
    {
        if (plan.IsFailing) throw new TimeoutException("The gateway did not answer.");
        if (plan.TakeLoss())
        {
            plan.Lost.Release();
            return Task.CompletedTask;
        }

        return inner.SendAsync(gateway, batch);
    }

    /// <summary>What the transports of all silos of a cluster do.</summary>
    internal sealed class Plan : IDisposable
    {
        private int _losses;

        /// <summary>Whether every batch fails.</summary>
        public bool IsFailing { get; set; }

        /// <summary>Released with each batch that was lost in silence.</summary>
        public SemaphoreSlim Lost { get; } = new(0);

        /// <summary>Lets the next batch vanish as if it had arrived.</summary>
        public void LoseNext() => Interlocked.Increment(ref _losses);

        public bool TakeLoss()
        {
            while (Volatile.Read(ref _losses) is var losses and > 0)
            {
                if (Interlocked.CompareExchange(ref _losses, losses - 1, losses) == losses) return true;
            }

            return false;
        }

        public void Dispose() => Lost.Dispose();
    }
}
