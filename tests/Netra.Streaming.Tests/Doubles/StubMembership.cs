namespace Netra.Streaming.Tests;

/// <summary>A cluster in which every silo lives until the test says otherwise.</summary>
internal sealed class StubMembership : ISiloStatusOracle
{
    private readonly HashSet<SiloAddress> _dead = [];
    private ISiloStatusListener? _listener;

    /// <summary>Runs each time when somebody has asked whether a silo is dead, with the answer given already.</summary>
    public Action<SiloAddress>? Asked { get; set; }

    public SiloStatus CurrentStatus => SiloStatus.Active;

    public string SiloName => "test";

    public SiloAddress SiloAddress => Pushes.Local;

    public void Kill(SiloAddress silo)
    {
        _dead.Add(silo);
        _listener?.SiloStatusChangeNotification(silo, SiloStatus.Dead);
    }

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) =>
        _dead.Contains(siloAddress) ? SiloStatus.Dead : SiloStatus.Active;

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => [];

    public SiloAddress[] GetActiveSilos() => [];

    public bool TryGetSiloName(SiloAddress siloAddress, out string siloName)
    {
        siloName = "";
        return false;
    }

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => true;

    public bool IsDeadSilo(SiloAddress silo)
    {
        var isDead = _dead.Contains(silo);
        Asked?.Invoke(silo);
        return isDead;
    }

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer)
    {
        _listener = observer;
        return true;
    }

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer)
    {
        _listener = null;
        return true;
    }
}
