using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// Everything that one operation changes: it becomes durable as a whole, or not at all. Filled by its maker, then given to <see cref="CommitPipeline"/>. Most changes are
/// one frame: what they don't have takes no room.
/// </summary>
internal sealed class UserChange
{
    private List<NewFrame>? _frames;
    private List<(DeduplicationKey Key, NewFrame? Frame)>? _accepted;
    private List<NewWork>? _work;
    private List<WorkRecord>? _changedWork;
    private List<long>? _doneWork;
    private List<long>? _forgottenDeadLetters;
    private List<long>? _revoked;

    /// <summary>Who sent what its frames say.</summary>
    public MessageOrigin Origin { get; set; }

    /// <summary>New frames, in their order. They get their seqs when the change is staged.</summary>
    public List<NewFrame> Frames => _frames ??= new List<NewFrame>(1);

    /// <summary>That ids were accepted, with the frame that each was answered with; null without one.</summary>
    public List<(DeduplicationKey Key, NewFrame? Frame)> Accepted => _accepted ??= [];

    /// <summary>The change of the state, already applied in memory.</summary>
    public StateChangeRecord? State { get; set; }

    /// <summary>A new snapshot of the state, at the version of <see cref="State"/>.</summary>
    public StateSnapshotRecord? StateSnapshot { get; set; }

    /// <summary>New work. It gets its numbers when the change is staged.</summary>
    public List<NewWork> Work => _work ??= [];

    /// <summary>Work that changes: the record replaces the one with its number.</summary>
    public List<WorkRecord> ChangedWork => _changedWork ??= [];

    /// <summary>Work that is done.</summary>
    public List<long> DoneWork => _doneWork ??= [];

    /// <summary>Dead letters that are one no more.</summary>
    public List<long> ForgottenDeadLetters => _forgottenDeadLetters ??= [];

    /// <summary>Seqs to erase: a frame becomes a hole, a dead letter is deleted. One that is neither any more is passed over.</summary>
    public List<long> Revoked => _revoked ??= [];

    /// <summary>What changes of the refused tokens.</summary>
    public TokenChange? Tokens { get; init; }

    /// <summary>Runs on the grain's scheduler when the change is durable, in the order of the changes, before its frames are pushed. Never throws.</summary>
    public Action? WhenDurable { get; set; }

    /// <summary>Whether it has frames and accepted ids and nothing else, so that nothing of it is needed any more once those are in a commit.</summary>
    public bool IsPlain => State is null && StateSnapshot is null && Tokens is null && WhenDurable is null
        && IsNone(_work) && IsNone(_changedWork) && IsNone(_doneWork) && IsNone(_forgottenDeadLetters) && IsNone(_revoked);

    /// <summary>Whether it has accepted ids.</summary>
    public bool HasAccepted => !IsNone(_accepted);

    private static bool IsNone<T>(List<T>? list) => list is null or { Count: 0 };
}
