using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Keys: the XXH3 of the user id's UTF-8 (8 bytes, big-endian), its length (2 bytes, big-endian), the UTF-8 itself; then nothing for a head and a
/// state snapshot, the client id in ASCII for a session, the big-endian number for a frame and a dead letter (the seq), a state change (the version)
/// and work, the space (1 byte) and the id in UTF-8 for deduplication, the id in UTF-8 for a revoked token. No user's key begins with another's: the length comes before the id.
/// </summary>
internal static class KeyLayout
{
    /// <summary>The length of the hash, which the bloom filters are of.</summary>
    public const int HashBytes = sizeof(ulong);

    private const int LengthBytes = sizeof(ushort);

    /// <summary>The key of the user's head, with which all the user's keys begin.</summary>
    public static byte[] Head(UserId user)
    {
        var length = Encoding.UTF8.GetByteCount(user.Value);
        var key = new byte[HashBytes + LengthBytes + length];
        var id = key.AsSpan(HashBytes + LengthBytes);
        Encoding.UTF8.GetBytes(user.Value, id);
        BinaryPrimitives.WriteUInt64BigEndian(key, XxHash3.HashToUInt64(id));
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(HashBytes), (ushort)length);
        return key;
    }

    /// <summary>The key of a session.</summary>
    public static byte[] Session(ReadOnlySpan<byte> head, ClientId clientId)
    {
        var key = new byte[head.Length + clientId.Value.Length];
        head.CopyTo(key);
        Encoding.ASCII.GetBytes(clientId.Value, key.AsSpan(head.Length));
        return key;
    }

    /// <summary>The key of a deduplication record.</summary>
    public static byte[] Deduplication(ReadOnlySpan<byte> head, in DeduplicationKey id)
    {
        var key = new byte[head.Length + 1 + Encoding.UTF8.GetByteCount(id.Id)];
        head.CopyTo(key);
        key[head.Length] = (byte)id.Space;
        Encoding.UTF8.GetBytes(id.Id, key.AsSpan(head.Length + 1));
        return key;
    }

    /// <summary>The key of a revoked token.</summary>
    public static byte[] RevokedToken(ReadOnlySpan<byte> head, string id)
    {
        var key = new byte[head.Length + Encoding.UTF8.GetByteCount(id)];
        head.CopyTo(key);
        Encoding.UTF8.GetBytes(id, key.AsSpan(head.Length));
        return key;
    }

    /// <summary>The key behind all records of the user: in no key is the byte behind the user's part 0xFF.</summary>
    public static byte[] End(ReadOnlySpan<byte> head) => [.. head, 0xFF];

    /// <summary>The key of a frame, a dead letter, a state change or work, by its number.</summary>
    public static byte[] Numbered(ReadOnlySpan<byte> head, long number)
    {
        var key = new byte[head.Length + sizeof(long)];
        head.CopyTo(key);
        SetNumber(key, number);
        return key;
    }

    /// <summary>Makes a numbered key that of another number of the same user.</summary>
    public static void SetNumber(Span<byte> key, long number) => BinaryPrimitives.WriteInt64BigEndian(key[^sizeof(long)..], number);

    /// <summary>The number in a key of which the user's part is known.</summary>
    /// <exception cref="StorageDamagedException">There is none.</exception>
    public static long NumberIn(ReadOnlySpan<byte> key, int userKeyBytes, string what) => key.Length == userKeyBytes + sizeof(long)
        ? BinaryPrimitives.ReadInt64BigEndian(key[userKeyBytes..])
        : throw RecordEnvelope.Damaged(what, key, "its key has no number");

    /// <summary>Reads whose record a key names; false when the key does not begin as one.</summary>
    public static bool TryReadUser(ReadOnlySpan<byte> key, out UserId user)
    {
        user = default;
        if (key.Length < HashBytes + LengthBytes) return false;
        var id = key[(HashBytes + LengthBytes)..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(key[HashBytes..]);
        // What does not come back as it was is not the UTF-8 of a user id.
        return length <= id.Length && UserId.TryParse(Encoding.UTF8.GetString(id[..length]), out user) && key.StartsWith(Head(user));
    }

    /// <summary>Names the user in an error without telling who it is.</summary>
    public static string Describe(ReadOnlySpan<byte> key) => key.StartsWith(StoreFormat.MetaKey)
        ? "the store"
        : "user key " + Convert.ToHexString(key[..Math.Min(key.Length, HashBytes)]);
}
