using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>How a <see cref="UserId"/> crosses the cluster.</summary>
[GenerateSerializer, Alias("netra.user_id"), Immutable]
internal struct UserIdSurrogate
{
    [Id(0)]
    public string Value;
}
