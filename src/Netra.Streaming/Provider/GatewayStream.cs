using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming;

/// <summary>The outbound stream of one gateway. Any silo produces; the gateway itself is the only one that may subscribe.</summary>
internal sealed class GatewayStream(
    StreamId streamId, GatewayBatchers batchers, LocalSubscription subscription, SiloAddress localSilo) : IAsyncStream<UserPush>
{
    private readonly SiloAddress _gateway = OutboundStream.GatewayOf(streamId);

    public StreamId StreamId => streamId;

    public bool IsRewindable => false;

    public string ProviderName => OutboundStream.ProviderName;

    /// <summary>Offers a push to the gateway. Completes at once: delivery is repaired from the log, never awaited.</summary>
    public Task OnNextAsync(UserPush item, StreamSequenceToken? token = null)
    {
        batchers.Offer(_gateway, item);
        return Task.CompletedTask;
    }

    public Task OnNextBatchAsync(IEnumerable<UserPush> batch, StreamSequenceToken? token = null)
    {
        foreach (var item in batch) batchers.Offer(_gateway, item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("An outbound stream carries no errors.");

    public Task OnCompletedAsync() => throw new NotSupportedException("An outbound stream ends with its gateway.");

    public Task<StreamSubscriptionHandle<UserPush>> SubscribeAsync(IAsyncObserver<UserPush> observer)
    {
        if (!_gateway.Equals(localSilo)) throw new NotSupportedException("Only the gateway itself subscribes to its outbound stream.");
        subscription.Set(observer);
        return Task.FromResult<StreamSubscriptionHandle<UserPush>>(new GatewaySubscription(streamId, subscription));
    }

    public Task<StreamSubscriptionHandle<UserPush>> SubscribeAsync(
        IAsyncObserver<UserPush> observer, StreamSequenceToken? token, string? filterData = null) => SubscribeAsync(observer);

    public Task<StreamSubscriptionHandle<UserPush>> SubscribeAsync(IAsyncBatchObserver<UserPush> observer) =>
        throw new NotSupportedException("Subscribe with an IAsyncObserver.");

    public Task<StreamSubscriptionHandle<UserPush>> SubscribeAsync(IAsyncBatchObserver<UserPush> observer, StreamSequenceToken? token) =>
        SubscribeAsync(observer);

    public Task<IList<StreamSubscriptionHandle<UserPush>>> GetAllSubscriptionHandles() =>
        throw new NotSupportedException("An outbound stream has one subscription, held by its gateway.");

    public bool Equals(IAsyncStream<UserPush>? other) => other is not null && other.StreamId.Equals(streamId) && other.ProviderName == ProviderName;

    public override bool Equals(object? obj) => obj is IAsyncStream<UserPush> other && Equals(other);

    public override int GetHashCode() => streamId.GetHashCode();

    public int CompareTo(IAsyncStream<UserPush>? other) => other is null ? 1 : streamId.CompareTo(other.StreamId);
}
