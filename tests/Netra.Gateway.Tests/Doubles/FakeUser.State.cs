using System.Text;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <content>The state: what a change brings is the whole document from then on.</content>
internal partial class FakeUser
{
    private UserState _state = new(0, "{}"u8.ToArray());

    /// <summary>The changes that were asked for over the server API.</summary>
    private readonly List<StateChange> _changes = [];

    public IReadOnlyList<StateChange> Changes => Copy(_changes);

    /// <summary>Refuses changes with this.</summary>
    public FrameError? ChangeRefusal { get; set; }

    /// <summary>Runs when a change is asked for, before it is looked at.</summary>
    public Action? BeforeChange { get; set; }

    public FakeUser SetState(long version, string json)
    {
        lock (_gate) _state = new UserState(version, Encoding.UTF8.GetBytes(json));
        return this;
    }

    /// <summary>Changes the state: one more frame. Nobody is told.</summary>
    public void AppendChange()
    {
        lock (_gate) Apply(new StateChange(StateChangeKind.Patch, "{}"u8.ToArray(), null), "change");
    }

    public async Task<UserState> ReadStateAsync()
    {
        await EnterAsync(ReadState);
        UserState state;
        lock (_gate) state = _state;
        await AfterAsync(ReadState);
        return state;
    }

    public async Task<StateChangeResult> ChangeStateAsync(StateChange change)
    {
        await EnterAsync(ChangeState);
        BeforeChange?.Invoke();
        lock (_gate)
        {
            _changes.Add(change);
            if (ChangeRefusal is { } refusal) return new StateChangeResult(StateChangeStatus.Refused, null, 0, refusal);
            return Apply(change, "change") is { } seq
                ? new StateChangeResult(StateChangeStatus.Changed, _state, seq, null)
                : new StateChangeResult(StateChangeStatus.Conflict, _state, 0, null);
        }
    }

    /// <summary>The seq of the change; null when it is meant for another version.</summary>
    private long? Apply(StateChange change, string id)
    {
        if (change.ExpectedVersion is { } expected && expected != _state.Version) return null;
        _state = new UserState(_state.Version + 1, change.Kind == StateChangeKind.Patch ? change.Json : _state.Json);
        var seq = _firstSeq + _frames.Count;
        _frames.Add(ServerFrames.Durable(
            FrameTypes.StateUpdated, id, seq, 1_000 + seq, ServerFrames.StateUpdatedPayload(_state.Version, change.Kind, change.Json.Span)));
        _stateSeqs.Add(seq);
        return seq;
    }

    private StateToSend? StateFor(AttachRequest request, StartingPlace place) => place switch
    {
        { ResetReason: { } reason } => new StateToSend(_state, reason.WireName()),
        _ when request.StateVersion is null => new StateToSend(_state, null),
        _ when request.StateVersion == _state.Version => null,
        _ => new StateToSend(_state, "reconnection"),
    };
}
