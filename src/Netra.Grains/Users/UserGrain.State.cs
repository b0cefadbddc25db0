using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

internal sealed partial class UserGrain
{
    public Task<UserState> ReadStateAsync() => RunAsync(_ => Task.FromResult(_state.Durable));

    public Task<StateChangeResult> ChangeStateAsync(StateChange change) => RunAsync(async log =>
    {
        var effects = new UserChange();
        var result = _state.Apply(effects, change, MessageId.NewId());
        try
        {
            // What was not changed was decided on a state that may be on its way to storage still: an empty commit waits for it, so that nobody is told of
            // what may be lost.
            if (result.Status == StateChangeStatus.Changed || !_state.IsDurable) await log.Stage(effects).Durable;
        }
        catch (QueueFullException)
        {
            return new StateChangeResult(StateChangeStatus.Refused, null, 0, QueueFullException.Error);
        }

        return result.ToResult(result.Status == StateChangeStatus.Changed ? effects.Frames[^1].Seq : 0);
    });

    /// <summary>The state that a connection gets before its replay; of the moment of the call, which is that of <paramref name="place"/> too.</summary>
    private ValueTask<StateToSend?> StateForAsync(AttachRequest request, StartingPlace place) =>
        AttachedState.ChooseAsync(
            _state, request.StateVersion, place, () => ReadInTime.RunAsync(token => store.ReadEntriesAsync(_user, token), _options.ReadTimeout, time));
}
