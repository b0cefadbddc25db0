namespace Netra.Faults;

/// <summary>Chooses gateways as a load balancer would: by chance among those that have not failed a moment ago. Thread-safe.</summary>
internal sealed class GatewayChoice(IReadOnlyList<HostProcess> gateways, HistoryRecorder history)
{
    /// <summary>For so long nobody is sent to a gateway that failed.</summary>
    private const int SuspicionMs = 2_000;

    private readonly long[] _suspectUntil = new long[gateways.Count];

    public HostProcess Next(Random random)
    {
        var first = random.Next(gateways.Count);
        for (var i = 0; i < gateways.Count; i++)
        {
            var candidate = (first + i) % gateways.Count;
            if (Volatile.Read(ref _suspectUntil[candidate]) <= history.NowMs) return gateways[candidate];
        }

        return gateways[first];
    }

    /// <summary>It did not answer.</summary>
    public void Suspect(HostProcess gateway)
    {
        for (var i = 0; i < gateways.Count; i++)
        {
            if (gateways[i] == gateway) Volatile.Write(ref _suspectUntil[i], history.NowMs + SuspicionMs);
        }
    }
}
