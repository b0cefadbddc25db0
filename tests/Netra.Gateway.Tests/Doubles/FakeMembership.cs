using System.Collections.Concurrent;

namespace Netra.Gateway.Tests;

/// <summary>A cluster of which the test says who is dead. Tells nobody by itself.</summary>
internal sealed class FakeMembership : ISiloStatusOracle
{
    private readonly ConcurrentDictionary<SiloAddress, bool> _dead = new();

    public SiloStatus CurrentStatus => SiloStatus.Active;

    public string SiloName => "gateway";

    public SiloAddress SiloAddress { get; } = FakeSilo.AddressOf(1);

    public void Kill(SiloAddress silo) => _dead[silo] = true;

    public bool IsDeadSilo(SiloAddress silo) => _dead.ContainsKey(silo);

    public SiloAddress[] GetActiveSilos() => [SiloAddress];

    public SiloStatus GetApproximateSiloStatus(SiloAddress silo) => IsDeadSilo(silo) ? SiloStatus.Dead : SiloStatus.Active;

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => [];

    public bool TryGetSiloName(SiloAddress siloAddress, out string siloName)
    {
        siloName = "silo";
        return true;
    }

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => !IsDeadSilo(siloAddress);

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => true;

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => true;
}
