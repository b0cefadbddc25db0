using Netra.Protocol;
using Netra.Storage;

namespace Netra.Host.Tests;

/// <summary>A log whose users are loaded as the test says.</summary>
internal sealed class ProbedLog(Func<CancellationToken, Task<UserSnapshot>> load) : UnreadStore, IUserLog
{
    public int Loads { get; private set; }

    public override async ValueTask<UserSnapshot> LoadAsync(UserId user, CancellationToken cancellationToken)
    {
        Loads++;
        return await load(cancellationToken);
    }

    public Task<CommitOutcome> CommitAsync(UserCommit commit) => throw new NotSupportedException();
}
