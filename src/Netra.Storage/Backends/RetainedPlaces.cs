namespace Netra.Storage;

/// <summary>For backends: that what was read of a log is what its head says.</summary>
public static class RetainedPlaces
{
    /// <summary>Checks that a user's places, all of them and in order, are those that the head counts.</summary>
    /// <exception cref="StorageDamagedException">They are not.</exception>
    public static void Check(UserHead head, IReadOnlyList<FrameEntry> places)
    {
        var tally = new PlaceTally();
        foreach (var place in places) tally.Add(place);
        Require(tally.Frames == head.FrameCount && tally.Holes == head.HoleCount, "they are not as many");
        Require(tally.Bytes == head.RetainedBytes && tally.Marked == head.MarkedCount, "their sizes or marks are others");
        if (places.Count == 0) return;
        Require(places[0].Seq == head.OldestSeq && places[0].TimestampMs == head.OldestTimestampMs, "the oldest is another");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds) throw new StorageDamagedException($"The places of a log are not those that its head counts: {fault}.");
    }
}
