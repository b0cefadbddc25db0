using Netra.Protocol;

namespace Netra.Storage.PostgreSql;

/// <summary>A head as the columns of its row, in the order in which commits and reads have them.</summary>
internal static class HeadColumns
{
    public const int Count = 16;

    public static void Write(in UserHead head, List<long> columns)
    {
        columns.Add(head.Revision);
        columns.Add(head.HeadSeq);
        columns.Add(head.OldestSeq);
        columns.Add(head.LastTimestampMs);
        columns.Add(head.RetainedBytes);
        columns.Add(head.FrameCount);
        columns.Add(head.HoleCount);
        columns.Add(head.MarkedCount);
        columns.Add(head.OldestTimestampMs);
        columns.Add(head.StateVersion);
        columns.Add(head.StateSnapshotVersion);
        columns.Add(head.DeadLetterCount);
        columns.Add(head.WorkCount);
        columns.Add(head.LastWorkNumber);
        columns.Add(head.TokensRevokedUpToS);
        columns.Add(head.RevokedTokenCount);
    }

    /// <exception cref="StorageDamagedException">The columns can't be a head's.</exception>
    public static UserHead Read(ReadOnlySpan<long> columns, Epoch epoch)
    {
        if (columns.Length != Count) throw new StorageDamagedException($"A head has {columns.Length} columns.");
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
        return head.IsConsistent ? head : throw new StorageDamagedException("A head's columns do not fit each other.");
    }
}
