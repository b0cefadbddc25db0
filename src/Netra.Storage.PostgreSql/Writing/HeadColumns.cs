using System.Buffers.Binary;
using System.IO.Hashing;
using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>
/// A head as the columns of its row, in the order in which commits and reads have them, and their digest: XXH64, with the seed 0, of the columns, 8 bytes each with
/// the lowest first; 0 for the empty head. With the random revision it names the whole head, so that a commit need not compare every column. This is a storage format.
/// </summary>
internal static class HeadColumns
{
    public const int Count = 16;

    /// <summary>What a commit says of the head that it expects, and of the one that it leaves.</summary>
    public static void Write(in UserHead expected, in UserHead next, List<long> columns)
    {
        columns.Add(expected.Revision);
        columns.Add(DigestOf(expected));
        Span<long> values = stackalloc long[Count];
        Fill(next, values);
        columns.AddRange(values);
        columns.Add(DigestOf(values));
    }

    /// <exception cref="StorageDamagedException">The columns can't be a head's.</exception>
    public static UserHead Read(ReadOnlySpan<long> columns, Epoch epoch)
    {
        if (columns.Length != Count + 1) throw new StorageDamagedException($"A head has {columns.Length} columns.");
        var head = new UserHead(epoch, columns[0], columns[1], columns[2], columns[3], columns[4])
        {
            FrameCount = columns[5],
            HoleCount = columns[6],
            MarkedCount = columns[7],
            OldestTimestampMs = columns[8],
            StateVersion = columns[9],
            StateSnapshotVersion = columns[10],
            DeadLetterCount = columns[11],
            WorkCount = columns[12],
            LastWorkNumber = columns[13],
            TokensRevokedUpToS = columns[14],
            RevokedTokenCount = columns[15],
        };
        if (columns[Count] != DigestOf(head)) throw new StorageDamagedException("A head's digest is not that of its columns.");
        return head.IsConsistent ? head : throw new StorageDamagedException("A head's columns do not fit each other.");
    }

    public static long DigestOf(in UserHead head)
    {
        Span<long> values = stackalloc long[Count];
        Fill(head, values);
        return DigestOf(values);
    }

    private static long DigestOf(ReadOnlySpan<long> columns)
    {
        if (columns[0] == 0) return 0;
        Span<byte> bytes = stackalloc byte[Count * sizeof(long)];
        for (var i = 0; i < Count; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], columns[i]);
        return unchecked((long)XxHash64.HashToUInt64(bytes));
    }

    private static void Fill(in UserHead head, Span<long> columns)
    {
        columns[0] = head.Revision;
        columns[1] = head.HeadSeq;
        columns[2] = head.OldestSeq;
        columns[3] = head.LastTimestampMs;
        columns[4] = head.RetainedBytes;
        columns[5] = head.FrameCount;
        columns[6] = head.HoleCount;
        columns[7] = head.MarkedCount;
        columns[8] = head.OldestTimestampMs;
        columns[9] = head.StateVersion;
        columns[10] = head.StateSnapshotVersion;
        columns[11] = head.DeadLetterCount;
        columns[12] = head.WorkCount;
        columns[13] = head.LastWorkNumber;
        columns[14] = head.TokensRevokedUpToS;
        columns[15] = head.RevokedTokenCount;
    }
}
