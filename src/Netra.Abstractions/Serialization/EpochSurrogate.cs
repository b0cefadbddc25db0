using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How a <see cref="Epoch"/> crosses the cluster.</summary>
[GenerateSerializer, Alias("netra.epoch"), Immutable]
internal struct EpochSurrogate
{
    [Id(0)]
    public string Value;
}
