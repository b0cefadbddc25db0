using Netra.Storage;

namespace Netra.Grains;

/// <summary>Everything that one operation changes: it becomes durable as a whole, or not at all. Filled by its maker, then given to <see cref="CommitPipeline"/>.</summary>
internal sealed class UserChange
{
    /// <summary>New frames, in their order. They get their seqs when the change is staged.</summary>
    public List<NewFrame> Frames { get; } = [];

    /// <summary>That ids were accepted, with the frame that each was answered with; null without one.</summary>
    public List<(DeduplicationKey Key, NewFrame? Frame)> Accepted { get; } = [];

    /// <summary>The change of the state, already applied in memory.</summary>
    public StateChangeRecord? State { get; set; }

    /// <summary>A new snapshot of the state, at the version of <see cref="State"/>.</summary>
    public StateSnapshotRecord? StateSnapshot { get; set; }

    /// <summary>New work. It gets its numbers when the change is staged.</summary>
    public List<NewWork> Work { get; } = [];

    /// <summary>Work that changes: the record replaces the one with its number.</summary>
    public List<WorkRecord> ChangedWork { get; } = [];

    /// <summary>Work that is done.</summary>
    public List<long> DoneWork { get; } = [];

    /// <summary>Dead letters that are one no more.</summary>
    public List<long> ForgottenDeadLetters { get; } = [];

    /// <summary>Seqs to erase: a frame becomes a hole, a dead letter is deleted. One that is neither any more is passed over.</summary>
    public List<long> Revoked { get; } = [];

    /// <summary>What changes of the refused tokens.</summary>
    public TokenChange? Tokens { get; init; }

    /// <summary>Runs on the grain's scheduler when the change is durable, in the order of the changes, before its frames are pushed. Never throws.</summary>
    public Action? WhenDurable { get; set; }
}
