namespace Netra.Bench;

/// <summary>The memory of one process before and after its connections.</summary>
/// <param name="Server">Which process.</param>
/// <param name="Connections">How many came.</param>
/// <param name="Before">After warming up and a full collection.</param>
/// <param name="Standing">With the connections, as it stands: what an operator sees.</param>
/// <param name="Collected">With the connections, after a full collection: what they hold.</param>
internal sealed record IdleFigures(string Server, int Connections, ProcessMemory Before, ProcessMemory Standing, ProcessMemory Collected)
{
    private static readonly MetricKind EachKind = new("memory each", Units.Bytes);
    private static readonly MetricKind CollectedKind = new("memory each, after a full GC", Units.Bytes);
    private static readonly MetricKind PrivateKind = new("of it private", Units.Bytes);

    /// <summary>Bytes of RSS for each connection, as it stands.</summary>
    public double BytesEach => (Standing.Rss - Before.Rss) / (double)Connections;

    /// <summary>Bytes of RSS for each connection after a full collection.</summary>
    public double CollectedBytesEach => (Collected.Rss - Before.Rss) / (double)Connections;

    private double PrivateBytesEach => (Collected.Anonymous - Before.Anonymous) / (double)Connections;

    public object ToJson(IdleFigures? peer) => new
    {
        Server,
        Connections,
        bytesEach = BytesEach,
        collectedBytesEach = CollectedBytesEach,
        privateBytesEach = PrivateBytesEach,
        toPeer = peer is null ? (double?)null : BytesEach / peer.BytesEach,
        collectedToPeer = peer is null ? (double?)null : CollectedBytesEach / peer.CollectedBytesEach,
        Before,
        Standing,
        Collected,
    };

    public Outcome ToOutcome() => new(
        "idle",
        $"{Figure.Whole(Connections)} connections",
        Server,
        IsDurable: false,
        Rounds: 1,
        [EachKind.Of(BytesEach), CollectedKind.Of(CollectedBytesEach), PrivateKind.Of(PrivateBytesEach), MetricKind.Resident.Of(Standing.Rss)],
        Latency: []);

    public string[] ToRow(IdleFigures? peer) =>
    [
        Server,
        Figure.Mb(Before.Rss),
        Figure.Mb(Standing.Rss),
        Figure.Kb(BytesEach),
        Figure.Mb(Collected.Rss),
        Figure.Kb(CollectedBytesEach),
        Figure.Kb(PrivateBytesEach),
        peer is null ? "-" : $"{Figure.Times(BytesEach / peer.BytesEach)}, {Figure.Times(CollectedBytesEach / peer.CollectedBytesEach)}",
    ];
}
