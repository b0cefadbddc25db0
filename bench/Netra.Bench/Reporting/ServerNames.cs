namespace Netra.Bench.Reporting;

/// <summary>What servers are called in outcomes, the same in every workload, so that a run, a budget and a chart mean the same by a name.</summary>
internal static class ServerNames
{
    /// <summary>The physical limit of this stack: what the others are held against.</summary>
    public const string RawKestrel = "raw Kestrel";

    public const string Netra = "Netra";

    public const string SignalR = "SignalR";

    public const string SignalRRedis = "SignalR with Redis";
}
