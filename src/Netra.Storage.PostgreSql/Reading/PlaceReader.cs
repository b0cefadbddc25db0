namespace Netra.Storage.PostgreSql;

/// <summary>Makes places of the rows of a read, and checks that none is missing that must be there.</summary>
internal static class PlaceReader
{
    /// <summary>All places, without their JSON.</summary>
    /// <exception cref="StorageDamagedException">They are not those that the head counts.</exception>
    public static List<FrameEntry> Entries(Answer answer)
    {
        var head = answer.HeadOf(1);
        var entries = Rows(answer).Select(row => AnswerRecords.Entry(row)).ToList();
        CheckPlaces(head, head.FirstRetainedSeq, head.HeadSeq, entries.Select(entry => entry.Seq));
        RetainedPlaces.Check(head, entries);
        return entries;
    }

    /// <summary>A page of what was asked for.</summary>
    /// <exception cref="StorageDamagedException">A place is damaged, or one is missing that must be there.</exception>
    public static List<StoredFrame> Page(Answer answer, long fromSeq, long toSeq)
    {
        var head = answer.HeadOf(1);
        var frames = Rows(answer).Select(row => AnswerRecords.Frame(row)).ToList();
        CheckPlaces(head, Math.Max(fromSeq, head.FirstRetainedSeq), Math.Min(toSeq, head.HeadSeq), frames.Select(frame => frame.Seq));
        return frames;
    }

    /// <summary>Checks what was found of the places from <paramref name="first"/> to <paramref name="last"/>, up to where the page ends.</summary>
    private static void CheckPlaces(in UserHead head, long first, long last, IEnumerable<long> found)
    {
        var expected = first;
        foreach (var seq in found)
        {
            AnswerRecords.Require(seq >= expected && seq <= last, "places are outside of the log");
            RequireNoneMissing(head, expected, seq);
            expected = seq + 1;
        }

        // Where a page ends is its bounds' doing; that it has nothing at all is not.
        if (expected == first && first <= last) RequireNoneMissing(head, first, last + 1);
    }

    private static IEnumerable<AnswerRow> Rows(Answer answer) => answer.Rows.Where(row => row.Kind == AnswerKind.Frame);

    /// <summary>
    /// Between <paramref name="expected"/> and <paramref name="found"/> nothing was found. The oldest is there, and in a log without gaps every one: what
    /// is missing otherwise, only the counts of the head would tell.
    /// </summary>
    private static void RequireNoneMissing(in UserHead head, long expected, long found)
    {
        var mayBeMissing = expected == found || (!head.IsGapless && expected != head.OldestSeq);
        if (!mayBeMissing) throw new StorageDamagedException($"The records of a user are damaged: the retained frame {expected} is missing.");
    }
}
