using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>The ids of user grains.</summary>
public static class UserGrainIds
{
    /// <summary>The grain type.</summary>
    public const string TypeName = "user";

    private static readonly GrainType Type = GrainType.Create(TypeName);

    /// <summary>
    /// The id of a user's grain. A gateway finds grains by it: to look one up by its interface would throw while no silo of the cluster is known to have it.
    /// </summary>
    public static GrainId Of(UserId user) => GrainId.Create(Type, user.Value);
}
