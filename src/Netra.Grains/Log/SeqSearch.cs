namespace Netra.Grains;

/// <summary>Finds places in lists that are ordered by seq.</summary>
internal static class SeqSearch
{
    /// <summary>
    /// The index, from <paramref name="start"/> on, of the first place that is not below <paramref name="seq"/>; the list's count when there is none.
    /// </summary>
    public static int IndexFrom<T>(List<T> places, int start, long seq, Func<T, long> seqOf)
    {
        var (low, high) = (start, places.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (seqOf(places[middle]) < seq) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
