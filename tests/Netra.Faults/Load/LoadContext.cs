namespace Netra.Faults;

/// <summary>What every client and publisher of a run shares.</summary>
internal sealed class LoadContext(LoadOptions options, TestedCluster cluster, HistoryRecorder history) : IDisposable
{
    private int _connections;
    private volatile bool _isQuiet;

    public LoadOptions Options => options;

    public HistoryRecorder History => history;

    public ClusterKeys Keys => cluster.Keys;

    public GatewayChoice Gateways { get; } = new(cluster.Gateways, history);

    public ServerApi Api { get; } = new(cluster.Keys.ApiKey);

    /// <summary>How far each user's log reaches, by what somebody was told.</summary>
    public AcceptedPlaces Accepted { get; } = new();

    /// <summary>Nobody begins anything new; what is open is brought to its end.</summary>
    public bool IsQuiet
    {
        get => _isQuiet;
        set => _isQuiet = value;
    }

    /// <summary>The name of the next connection in the history.</summary>
    public int NextConnection() => Interlocked.Increment(ref _connections);

    public void Dispose() => Api.Dispose();
}
