using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Counts the commits.</summary>
internal sealed class CountingLog(IUserLog inner) : PassingLog(inner)
{
    public int Commits { get; private set; }

    public override Task<CommitOutcome> CommitAsync(UserCommit commit)
    {
        Commits++;
        return base.CommitAsync(commit);
    }
}
