using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>refuse_me</c>: refuses every message for what is in it.</summary>
internal sealed class RejectHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken) =>
        throw new MessageRejectedException("The 'amount' must be above 0.", "amount");
}
