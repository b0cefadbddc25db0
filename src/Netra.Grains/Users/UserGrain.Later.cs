using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<bool> RevokeAsync(long seq) => throw new NotSupportedException();

    public Task<DeadLetterPage> ReadDeadLettersAsync(long after, int limit) => throw new NotSupportedException();

    public Task<DeadLetterRetry> RetryDeadLetterAsync(long seq) => throw new NotSupportedException();

    public Task<UserState> ReadStateAsync() => throw new NotSupportedException();

    public Task<StateChangeResult> ChangeStateAsync(StateChange change) => throw new NotSupportedException();
}
