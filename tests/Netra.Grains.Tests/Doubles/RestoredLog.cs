using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Becomes another log where the test says so: an older one that was restored, for one.</summary>
internal sealed class RestoredLog(IUserLog inner, IUserLog restored) : PassingLog(inner)
{
    public bool IsRestored { get; set; }

    public override ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken) =>
        IsRestored ? restored.LoadAsync(user, cancellationToken) : base.LoadAsync(user, cancellationToken);

    public override Task<CommitOutcome> CommitAsync(UserCommit commit) => IsRestored ? restored.CommitAsync(commit) : base.CommitAsync(commit);
}
