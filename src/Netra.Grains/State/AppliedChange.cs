using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>
/// What <see cref="StateLine.Apply"/> made of a change. Holds the version, not its text: a document may be large, and most senders are told its changes alone.
/// </summary>
internal sealed class AppliedChange
{
    private readonly StateVersion? _version;

    private AppliedChange(StateChangeStatus status, StateVersion? version, FrameError? refusal)
    {
        Status = status;
        _version = version;
        Refusal = refusal;
    }

    public StateChangeStatus Status { get; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public FrameError? Refusal { get; }

    /// <summary>The state after the change, or the present one after a conflict; null after a refusal. Its text is made when this is first asked for.</summary>
    public UserState? State => _version?.State;

    public static AppliedChange Changed(StateVersion next) => new(StateChangeStatus.Changed, next, null);

    public static AppliedChange Conflict(StateVersion present) => new(StateChangeStatus.Conflict, present, null);

    public static AppliedChange Refused(FrameError refusal) => new(StateChangeStatus.Refused, null, refusal);

    /// <summary>What a caller who asks for the state is told.</summary>
    /// <param name="seq">The seq of the <c>state_updated</c>; 0 when nothing was changed.</param>
    public StateChangeResult ToResult(long seq) => new(Status, State, seq, Refusal);
}
