using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

/// <summary>Never answers a read; ends it only when it is cancelled.</summary>
internal sealed class HangingReadLog(IUserLog inner) : PassingLog(inner)
{
    public override async ValueTask<IReadOnlyList<FrameEntry>> ReadEntriesAsync(UserId user, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }
}
