using System.Threading.Channels;

namespace Netra.Host.Tests;

/// <summary>A cluster whose table can't be read.</summary>
internal sealed class FailingMembership : IClusterMembershipService
{
    private readonly Channel<bool> _reads = Channel.CreateUnbounded<bool>();

    public ClusterMembershipSnapshot CurrentSnapshot => throw new NotSupportedException();

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    /// <summary>Waits until somebody tries to read.</summary>
    public Task NextReadAsync() => _reads.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        _reads.Writer.TryWrite(true);
        throw new TimeoutException("The database does not answer.");
    }

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
}
