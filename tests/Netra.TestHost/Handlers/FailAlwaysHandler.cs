using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary>Never succeeds, and says so with a text that no client may see.</summary>
internal sealed class FailAlwaysHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("inner secret of the handler");
}
