using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>One user's part of a batch across users.</summary>
/// <param name="User">The user.</param>
/// <param name="Request">The messages for that user, all or none.</param>
[GenerateSerializer, Alias("netra.user_publish"), Immutable]
public readonly record struct UserPublish([property: Id(0)] UserId User, [property: Id(1)] PublishRequest Request);
