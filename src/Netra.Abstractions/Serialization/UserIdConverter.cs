using Netra.Protocol;

namespace Netra.Abstractions;

[RegisterConverter]
internal sealed class UserIdConverter : IConverter<UserId, UserIdSurrogate>
{
    public UserId ConvertFromSurrogate(in UserIdSurrogate surrogate) => surrogate.Value.Length == 0 ? default : UserId.Parse(surrogate.Value);

    public UserIdSurrogate ConvertToSurrogate(in UserId value) => new() { Value = value.Value };
}
