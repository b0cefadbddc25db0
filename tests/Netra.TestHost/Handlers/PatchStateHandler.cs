using Netra.Abstractions;

namespace Netra.TestHost;

/// <summary><c>patch_state</c> <c>{"patch":{…}}</c>: merges the patch into the state, whatever its version.</summary>
internal sealed class PatchStateHandler : IMessageHandler
{
    public Task HandleAsync(IMessageContext context, CancellationToken cancellationToken)
    {
        var patch = Json.PayloadOf(context)["patch"] ?? throw new MessageRejectedException("A patch was expected.", "patch");
        context.ChangeState(Json.Patch(patch.AsObject()));
        return Task.CompletedTask;
    }
}
