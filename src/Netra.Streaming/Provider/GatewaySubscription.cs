using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming;

/// <summary>A gateway's hold on its own outbound stream. It lives in this process and is never serialised.</summary>
internal sealed class GatewaySubscription(StreamId streamId, LocalSubscription subscription) : StreamSubscriptionHandle<UserPush>
{
    public override StreamId StreamId => streamId;

    public override string ProviderName => OutboundStream.ProviderName;

    public override Guid HandleId { get; } = Guid.NewGuid();

    public override Task UnsubscribeAsync()
    {
        subscription.Clear();
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<UserPush>> ResumeAsync(
        IAsyncObserver<UserPush> observer, StreamSequenceToken? token = null)
    {
        subscription.Clear();
        subscription.Set(observer);
        return Task.FromResult<StreamSubscriptionHandle<UserPush>>(this);
    }

    public override Task<StreamSubscriptionHandle<UserPush>> ResumeAsync(
        IAsyncBatchObserver<UserPush> observer, StreamSequenceToken? token = null) =>
        throw new NotSupportedException("Resume with an IAsyncObserver.");

    public override bool Equals(StreamSubscriptionHandle<UserPush>? other) => other is GatewaySubscription && other.HandleId == HandleId;
}
