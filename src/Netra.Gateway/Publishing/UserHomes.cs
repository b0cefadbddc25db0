using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>
/// On which silos users' grains answered lately. A hint: users move, and of two whose hashes meet in one place the later is remembered. Of a fixed size, without a lock.
/// </summary>
internal sealed class UserHomes(TimeProvider time)
{
    /// <summary>
    /// How long an answer counts. Then the cluster's directory is asked again, so that a grain that it knows no more is not held on to.
    /// </summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>A place takes 8 bytes, and what stands in it 40.</summary>
    private const int Places = 1 << 17;

    private readonly Home?[] _homes = new Home?[Places];

    /// <summary>The silo where a user answered last; null when that is not known.</summary>
    public SiloAddress? Find(UserId user) =>
        Volatile.Read(ref PlaceOf(user)) is { } home && home.User == user && time.GetElapsedTime(home.Since) < Lifetime ? home.Silo : null;

    public void Learn(UserId user, SiloAddress silo) => Volatile.Write(ref PlaceOf(user), new Home(user, silo, time.GetTimestamp()));

    private ref Home? PlaceOf(UserId user) => ref _homes[user.GetHashCode() & (Places - 1)];

    private sealed record Home(UserId User, SiloAddress Silo, long Since);
}
