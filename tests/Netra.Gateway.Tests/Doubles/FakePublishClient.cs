using System.Collections.Concurrent;
using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>Silos whose publish services hand a batch to those users who say that they are at home there, and know no others.</summary>
internal sealed class FakePublishClient(FakeUserDirectory users) : IPublishClient
{
    private readonly ConcurrentQueue<(SiloAddress Silo, string[] Users)> _batches = new();

    /// <summary>Who was published to on which silo, in order.</summary>
    public IReadOnlyList<(SiloAddress Silo, string[] Users)> Batches => [.. _batches];

    /// <summary>The silos that the cluster has lost.</summary>
    public HashSet<SiloAddress> Gone { get; } = [];

    /// <summary>What a silo's call fails with; null while it does not.</summary>
    public Exception? Failure { get; set; }

    public bool IsThere(SiloAddress silo) => !Gone.Contains(silo);

    public async Task<PublishResult?[]> PublishAsync(SiloAddress silo, UserPublish[] batch)
    {
        _batches.Enqueue((silo, [.. batch.Select(item => item.User.Value)]));
        if (Failure is { } failure) throw failure;
        return await Task.WhenAll(batch.Select(item => PublishAsync(silo, item)));
    }

    private async Task<PublishResult?> PublishAsync(SiloAddress silo, UserPublish item) =>
        users.FakeOf(item.User) is { } user && silo.Equals(user.Home) ? await user.PublishAsync(item.Request) : null;
}
