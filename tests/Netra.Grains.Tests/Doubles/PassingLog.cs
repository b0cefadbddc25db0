using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Passes everything on; the doubles put their faults in between.</summary>
internal abstract class PassingLog(IUserLog inner) : PassingReader(inner), IUserLog
{
    private readonly IUserLog _inner = inner;

    public virtual Task<CommitOutcome> CommitAsync(UserCommit commit) => _inner.CommitAsync(commit);
}
