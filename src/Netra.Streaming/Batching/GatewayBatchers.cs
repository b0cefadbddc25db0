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
    TimeProvider time,
    ILogger<GatewayBatchers> logger) : ISiloStatusListener, IAsyncDisposable
{
    private readonly ConcurrentDictionary<SiloAddress, Lazy<GatewayBatcher>> _batchers = new();
    private int _listening;

    /// <summary>Offers a push to a gateway. What is meant for a dead one is dropped: its connections are gone.</summary>
    public void Offer(SiloAddress gateway, UserPush push)
    {
        if (Interlocked.Exchange(ref _listening, 1) == 0) membership.SubscribeToSiloStatusEvents(this);
        if (!_batchers.TryGetValue(gateway, out var batcher))
        {
            if (membership.IsDeadSilo(gateway)) return;
            batcher = _batchers.GetOrAdd(gateway, Create);
        }

        batcher.Value.Offer(push);
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead || !_batchers.TryRemove(updatedSilo, out var batcher)) return;
        StreamingLog.GatewayGone(logger, updatedSilo);
        _ = batcher.Value.DisposeAsync().AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        membership.UnSubscribeFromSiloStatusEvents(this);
        foreach (var gateway in _batchers.Keys)
        {
            if (_batchers.TryRemove(gateway, out var batcher)) await batcher.Value.DisposeAsync();
        }
    }

    private Lazy<GatewayBatcher> Create(SiloAddress gateway) =>
        new(() => new GatewayBatcher(gateway, options.Value, transport, time, logger));
}
