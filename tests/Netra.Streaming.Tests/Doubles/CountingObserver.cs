using Netra.Abstractions;
using Orleans.Streams;

namespace Netra.Streaming.Tests;

internal sealed class CountingObserver : IAsyncObserver<UserPush>
{
    public int Count { get; private set; }

    public Task OnNextAsync(UserPush item, StreamSequenceToken? token = null)
    {
        Count++;
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
