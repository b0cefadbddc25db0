using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Gives up a commit where the test says so, as a deadline does, and writes it when the test says so.</summary>
internal sealed class LateLog(IUserLog inner) : PassingLog(inner)
{
    private UserCommit? _late;

    /// <summary>Whether the next commit takes too long.</summary>
    public bool DelaysNext { get; set; }

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        if (!DelaysNext) return base.CommitAsync(commit);
        DelaysNext = false;
        _late = commit;
        return Task.FromException<CommitOutcome>(new StorageUnavailableException("The commit took too long."));
    }

    /// <summary>Now it is written, if nothing else was meanwhile.</summary>
    public Task<CommitOutcome> LandAsync() => base.CommitAsync(_late!);
}
