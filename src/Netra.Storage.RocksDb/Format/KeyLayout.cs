using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Netra.Protocol;

namespace Netra.Storage.RocksDb;

/// <summary>
/// Keys: the XXH3 of the user id's UTF-8 (8 bytes, big-endian), its length (2 bytes, big-endian), the UTF-8 itself; then nothing for a head, the
/// client id in ASCII for a session, the big-endian seq for a frame. No user's key begins with another's: the length comes before the id.
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

    /// <summary>The key behind all sessions of the user: no ASCII character is 0xFF.</summary>
    public static byte[] SessionsEnd(ReadOnlySpan<byte> head) => [.. head, 0xFF];

    /// <summary>The key of a frame.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> head, long seq)
    {
        var key = new byte[head.Length + sizeof(long)];
        head.CopyTo(key);
        SetSeq(key, seq);
        return key;
    }

    /// <summary>Makes a frame's key that of another frame of the same user.</summary>
    public static void SetSeq(Span<byte> frameKey, long seq) =>
        BinaryPrimitives.WriteInt64BigEndian(frameKey[^sizeof(long)..], seq);

    /// <summary>Names the user in an error without telling who it is.</summary>
    public static string Describe(ReadOnlySpan<byte> key) => key.StartsWith(StoreFormat.MetaKey)
        ? "the store"
        : "user key " + Convert.ToHexString(key[..Math.Min(key.Length, HashBytes)]);
}
