using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<UserState> ReadStateAsync() => RunAsync(_ => Task.FromResult(_state.Durable));

    public Task<StateChangeResult> ChangeStateAsync(StateChange change) => change.Trace is null ? ChangeAsync(change) : ChangeTracedAsync(change);

    private Task<StateChangeResult> ChangeAsync(StateChange change) => RunAsync(log => LoneStateChange.CommitAsync(
        this, log, change, new MessageOrigin(change.By is null ? MessageOriginKind.Application : MessageOriginKind.ApiKey, change.By)));

    private Task<StateChangeResult> ChangeTracedAsync(StateChange change) =>
        OperationSpans.RunAsync(() => OperationSpans.BeginChangeState(_user, change), () => ChangeAsync(change), OperationSpans.Note);

    /// <summary>The state that a connection gets before its replay; of the moment of the call, which is that of <paramref name="place"/> too.</summary>
    private ValueTask<StateToSend?> StateForAsync(AttachRequest request, StartingPlace place) =>
        AttachedState.ChooseAsync(
            _state, request.StateVersion, place, () => ReadInTimeAsync(token => store.ReadEntriesAsync(_user, token)));
}
