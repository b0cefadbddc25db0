using Netra.Protocol;

namespace Netra.Abstractions;

[RegisterConverter]
internal sealed class EpochConverter : IConverter<Epoch, EpochSurrogate>
{
    public Epoch ConvertFromSurrogate(in EpochSurrogate surrogate) => surrogate.Value.Length == 0 ? default : Epoch.Parse(surrogate.Value);

    public EpochSurrogate ConvertToSurrogate(in Epoch value) => new() { Value = value.Value };
}
