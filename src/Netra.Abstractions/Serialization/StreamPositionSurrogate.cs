using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How a <see cref="StreamPosition"/> crosses the cluster.</summary>
[GenerateSerializer, Alias("netra.stream_position"), Immutable]
internal struct StreamPositionSurrogate
{
    [Id(0)]
    public long Seq;

    [Id(1)]
    public Epoch? Epoch;
}
