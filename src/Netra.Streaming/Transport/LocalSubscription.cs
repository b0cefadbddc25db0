using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming;

/// <summary>The observer of this silo's own outbound stream, if it has one.</summary>
/// <remarks>A push that arrives before the gateway has subscribed is dropped: it has no connections yet.</remarks>
internal sealed class LocalSubscription
{
    private volatile IAsyncObserver<UserPush>? _observer;

    public void Set(IAsyncObserver<UserPush> observer)
    {
        if (Interlocked.CompareExchange(ref _observer, observer, null) is not null)
            throw new InvalidOperationException("The outbound stream of this gateway has a subscription already.");
    }

    public void Clear() => _observer = null;

    public Task DeliverAsync(UserPush push) => _observer?.OnNextAsync(push) ?? Task.CompletedTask;
}
