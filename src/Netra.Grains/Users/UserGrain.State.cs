using Netra.Abstractions;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<UserState> ReadStateAsync() => RunAsync(_ => Task.FromResult(_state.Durable));

    public Task<StateChangeResult> ChangeStateAsync(StateChange change) => RunAsync(log => LoneStateChange.CommitAsync(this, log, change));

    /// <summary>The state that a connection gets before its replay; of the moment of the call, which is that of <paramref name="place"/> too.</summary>
    private ValueTask<StateToSend?> StateForAsync(AttachRequest request, StartingPlace place) =>
        AttachedState.ChooseAsync(
            _state, request.StateVersion, place, () => ReadInTimeAsync(token => store.ReadEntriesAsync(_user, token)));
}
