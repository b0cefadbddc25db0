using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>A user's state over a store, changed and loaded as a grain does it. Take its parts from within <see cref="Exclusively"/>.</summary>
internal sealed class StateUser : IAsyncDisposable
{
    public LogUser User { get; } = new();

    public StateLine Line { get; private set; } = null!;

    public CommitPipeline Pipeline { get; private set; } = null!;

    public UserGrainOptions Limits => User.Limits;

    public ValueTask DisposeAsync() => User.DisposeAsync();

    /// <summary>What an activation does first, also after a crash.</summary>
    public async Task LoadAsync(IUserLog? over = null)
    {
        Line = StateLine.Restore((await User.SnapshotAsync()).State, Limits);
        Pipeline = await User.LoadAsync(over);
    }

    /// <summary>Applies and stages. The commit is null when there is nothing to store.</summary>
    public (AppliedChange Result, UserChange Change, StagedCommit? Commit) Start(StateChange asked, string id = "id")
    {
        var change = new UserChange();
        var result = Line.Apply(change, asked, id);
        return (result, change, result.Status == StateChangeStatus.Changed ? Pipeline.Stage(change) : null);
    }

    public async Task<StateChangeResult> ChangeAsync(StateChangeKind kind, string json, long? version = null)
    {
        var (result, change, commit) = Start(StateTexts.Change(kind, json, version));
        if (commit is not null) await commit.Durable;
        return result.ToResult(commit is null ? 0 : change.Frames[^1].Seq);
    }
}
