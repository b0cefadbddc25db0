using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    /// <summary>Runs the handler of a dead letter once more.</summary>
    private static Task<DeadLetterRetry> RetryHandlerMessageAsync(CommitPipeline log, DeadLetterRecord letter) => Task.FromResult(new DeadLetterRetry(
        true, Refusal: new FrameError(ErrorCodes.HandlerFailed, "There is no handler for this message.")));
}
