using System.Buffers.Binary;
using System.IO.Hashing;
using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// A head as its row has it: the revision, the number of work records, for an index, a digest, and a body with the <see cref="HeadFields"/>. The digest is the XXH64, with
/// the seed 0, of the revision, 8 bytes with the lowest first, and the body; 0 for the empty head. With the random revision it names the whole head, so that a commit
/// need not compare the body. This is a storage format.
/// </summary>
internal static class HeadRecord
{
    /// <summary>How many numbers a row's are: revision, work records, digest.</summary>
    private const int Numbers = 3;

    /// <summary>What a commit says of the head that it expects, 2 numbers, and of the one that it leaves: 3 numbers, and the body.</summary>
    public static void Write(in UserHead expected, in UserHead next, List<long> numbers, List<ReadOnlyMemory<byte>> bodies)
    {
        Span<byte> buffer = stackalloc byte[sizeof(long) + HeadFields.MaxBytes];
        numbers.Add(expected.Revision);
        numbers.Add(DigestOf(Encode(expected, buffer)));
        var record = Encode(next, buffer);
        numbers.Add(next.Revision);
        numbers.Add(next.WorkCount);
        numbers.Add(DigestOf(record));
        bodies.Add(record[sizeof(long)..].ToArray());
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="StorageDamagedException">It can't be a head's.</exception>
    public static UserHead Read(ReadOnlySpan<long> numbers, ReadOnlySpan<byte> body, Epoch epoch)
    {
        if (numbers.Length != Numbers) throw new StorageDamagedException($"A head has {numbers.Length} numbers.");
        var (revision, workCount, digest) = (numbers[0], numbers[1], numbers[2]);
        if (revision == 0) return body.IsEmpty && workCount == 0 && digest == 0 ? UserHead.Empty(epoch) : throw new StorageDamagedException("An empty head has fields.");
        if (body.Length > HeadFields.MaxBytes) throw new StorageDamagedException($"A head's body has {body.Length} bytes.");
        Span<byte> record = stackalloc byte[sizeof(long) + body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(record, revision);
        body.CopyTo(record[sizeof(long)..]);
        if (digest != DigestOf(record)) throw new StorageDamagedException("A head's digest is not its own.");

        var fields = new FieldReader(body);
        var head = HeadFields.Read(epoch, revision, ref fields);
        var isGood = fields is { IsGood: true, Rest.IsEmpty: true } && head.IsConsistent && head.WorkCount == workCount;
        return isGood ? head : throw new StorageDamagedException("A head's fields do not fit each other.");
    }

    public static long DigestOf(in UserHead head) => DigestOf(Encode(head, stackalloc byte[sizeof(long) + HeadFields.MaxBytes]));

    private static ReadOnlySpan<byte> Encode(in UserHead head, Span<byte> buffer)
    {
        var fields = new FieldWriter(buffer);
        fields.Fixed(head.Revision);
        HeadFields.Write(head, ref fields);
        return buffer[..fields.Length];
    }

    private static long DigestOf(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadInt64LittleEndian(record) == 0 ? 0 : unchecked((long)XxHash64.HashToUInt64(record));
}
