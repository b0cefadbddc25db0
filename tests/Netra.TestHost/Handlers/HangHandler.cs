using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>hang</c>: ends only when it is told to.</summary>
internal sealed class HangHandler(TimeProvider time) : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
}
