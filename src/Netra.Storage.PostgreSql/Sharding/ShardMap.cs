using System.IO.Hashing;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// Which database a user's log is on: rendezvous hashing. Of all shards the one whose score is the highest has the user; the score is XXH64, with the
/// seed 0, of the shard's name in UTF-8, a byte 0, and the user id in UTF-8. This is a storage format: it never changes.
/// </summary>
internal sealed class ShardMap
{
    private const int MaxUserIdBytes = UserId.MaxLength * 3;

    // The seed of what spreads users over the writers of a shard. No storage format.
    private const long LaneSeed = 1;

    private readonly byte[][] _prefixes;

    public ShardMap(IEnumerable<string> names) => _prefixes = [.. names.Select(name => Encoding.UTF8.GetBytes(name + '\0'))];

    /// <summary>The place of the user's shard in the list of names. Two scores are never equal in practice; then the first of them has the user.</summary>
    public int ShardOf(UserId user)
    {
        if (_prefixes.Length == 1) return 0;
        Span<byte> id = stackalloc byte[MaxUserIdBytes];
        id = id[..Encoding.UTF8.GetBytes(user.Value, id)];
        var (best, bestScore) = (0, 0UL);
        var hash = new XxHash64();
        for (var i = 0; i < _prefixes.Length; i++)
        {
            hash.Reset();
            hash.Append(_prefixes[i]);
            hash.Append(id);
            var score = hash.GetCurrentHashAsUInt64();
            if (i > 0 && score <= bestScore) continue;
            (best, bestScore) = (i, score);
        }

        return best;
    }

    /// <summary>One of so many writers, always the same for a user.</summary>
    public static int WriterOf(UserId user, int writers)
    {
        if (writers == 1) return 0;
        Span<byte> id = stackalloc byte[MaxUserIdBytes];
        id = id[..Encoding.UTF8.GetBytes(user.Value, id)];
        return (int)(XxHash64.HashToUInt64(id, LaneSeed) % (ulong)writers);
    }
}
