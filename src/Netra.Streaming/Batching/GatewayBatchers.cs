using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Streaming;

/// <summary>The batchers of this silo, one for each living gateway that a grain here has had something for.</summary>
internal sealed class GatewayBatchers(
    ISiloStatusOracle membership,
    IPushTransport transport,
    IOptions<OutboundStreamOptions> options,
    StreamingInstruments instruments,
    TimeProvider time,
    ILogger<GatewayBatchers> logger) : ISiloStatusListener, IAsyncDisposable
{
    private readonly ConcurrentDictionary<SiloAddress, Lazy<GatewayBatcher>> _batchers = new();
    private int _listening;

    /// <summary>How many gateways have a batcher.</summary>
    internal int Count => _batchers.Count;

    /// <summary>Offers a push to a gateway. What is meant for a dead one is dropped: its connections are gone.</summary>
    public void Offer(SiloAddress gateway, UserPush push)
    {
        if (Interlocked.Exchange(ref _listening, 1) == 0)
        {
            membership.SubscribeToSiloStatusEvents(this);
            instruments.Queues = () => _batchers.Values.Select(batcher => batcher.Value.Depth);
        }

        if (!_batchers.TryGetValue(gateway, out var batcher))
        {
            if (membership.IsDeadSilo(gateway)) return;
            batcher = _batchers.GetOrAdd(gateway, Create);
            if (membership.IsDeadSilo(gateway))
            {
                // It died meanwhile: the notification found no batcher, or finds this one gone.
                End(gateway);
                return;
            }
        }

        batcher.Value.Offer(push);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead) End(updatedSilo);
    }

    public async ValueTask DisposeAsync()
    {
        membership.UnSubscribeFromSiloStatusEvents(this);
        foreach (var gateway in _batchers.Keys)
        {
            if (_batchers.TryRemove(gateway, out var batcher)) await batcher.Value.DisposeAsync();
        }
    }

    private void End(SiloAddress gateway)
    {
        if (!_batchers.TryRemove(gateway, out var batcher)) return;
        StreamingLog.GatewayGone(logger, gateway);
        _ = batcher.Value.DisposeAsync().AsTask();
    }

    private Lazy<GatewayBatcher> Create(SiloAddress gateway) =>
        new(() => new GatewayBatcher(gateway, options.Value, transport, instruments, time, logger));
}
