using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>A connection as the server API shows it. Times are Unix milliseconds.</summary>
[GenerateSerializer, Alias("netra.connection_description"), Immutable]
public sealed record ConnectionDescription
{
    [Id(0)]
    public required ConnectionId Connection { get; init; }

    [Id(1)]
    public required ClientId Client { get; init; }

    [Id(2)]
    public required SiloAddress Gateway { get; init; }

    [Id(3)]
    public required long ConnectedAtMs { get; init; }

    /// <summary>When the client was last heard of, as of its gateway's last lease renewal.</summary>
    [Id(4)]
    public required long LastSeenAtMs { get; init; }

    /// <summary>The acknowledged position of its session; 0 with none.</summary>
    [Id(5)]
    public required long AckedSeq { get; init; }
}
