using Netra.Protocol;

namespace Netra.Abstractions;

[RegisterConverter]
internal sealed class StreamPositionConverter : IConverter<StreamPosition, StreamPositionSurrogate>
{
    public StreamPosition ConvertFromSurrogate(in StreamPositionSurrogate surrogate) => new(surrogate.Seq, surrogate.Epoch);

    public StreamPositionSurrogate ConvertToSurrogate(in StreamPosition value) => new() { Seq = value.Seq, Epoch = value.Epoch };
}
