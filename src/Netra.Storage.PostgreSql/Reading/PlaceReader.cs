namespace Netra.Storage.PostgreSql;

/// <summary>Makes places of the rows of a read, and checks that none is missing that must be there.</summary>
internal static class PlaceReader
{
    /// <summary>All places, without their JSON.</summary>
    /// <exception cref="StorageDamagedException">They are not those that the head counts.</exception>
    public static List<FrameEntry> Entries(Answer answer)
    {
        var entries = Rows(answer).Select(row => AnswerRecords.Entry(row)).ToList();
        RetainedPlaces.Check(answer.HeadOf(1), entries);
        return entries;
    }

    /// <summary>A page of what was asked for.</summary>
    /// <exception cref="StorageDamagedException">A place is damaged, or one is missing that must be there.</exception>
    public static List<StoredFrame> Page(Answer answer, long fromSeq, long toSeq)
    {
        var head = answer.HeadOf(1);
        var frames = Rows(answer).Select(row => AnswerRecords.Frame(row)).ToList();
        var (first, last) = (Math.Max(fromSeq, head.FirstRetainedSeq), Math.Min(toSeq, head.HeadSeq));
        var expected = first;
        foreach (var frame in frames)
        {
            RequireNoneMissing(head, expected, frame.Seq);
            expected = frame.Seq + 1;
        }

        AnswerRecords.Require(frames is [] || (frames[0].Seq >= first && frames[^1].Seq <= last), "places are outside of the log");
        // Where a page ends is the bounds' doing; that it has nothing at all is not.
        if (frames is [] && first <= last) RequireNoneMissing(head, first, last + 1);
        return frames;
    }

    private static IEnumerable<AnswerRow> Rows(Answer answer) => answer.Rows.Where(row => row.Kind == AnswerKind.Frame);

    /// <summary>
    /// Between <paramref name="expected"/> and <paramref name="found"/> nothing was found. The oldest is there, and in a log without gaps every one: what
    /// is missing otherwise, only the counts of the head would tell.
    /// </summary>
    private static void RequireNoneMissing(in UserHead head, long expected, long found) => AnswerRecords.Require(
        expected == found || (!head.IsGapless && expected != head.OldestSeq), $"the retained frame {expected} is missing");
}
