using System.Collections.Concurrent;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Answers renewals as the test says: every connection is known, with head 0, when it says nothing.</summary>
internal sealed class FakeLeaseClient : ILeaseClient
{
    private readonly ConcurrentQueue<(SiloAddress Silo, UserLeases[] Batch)> _batches = new();

    /// <summary>What is asked of which silo, in order.</summary>
    public IReadOnlyList<(SiloAddress Silo, UserLeases[] Batch)> Batches => [.. _batches];

    public CallLog Calls { get; } = new();

    public Func<UserLeases, LeaseAnswer[]?> Answer { get; set; } = leases => [.. leases.Renewals.Select(_ => new LeaseAnswer(true, 0))];

    public Task<LeaseAnswer[]?[]> RenewAsync(SiloAddress silo, UserLeases[] batch)
    {
        _batches.Enqueue((silo, batch));
        Calls.Record("renew");
        return Task.FromResult(batch.Select(Answer).ToArray());
    }
}
