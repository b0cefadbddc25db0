namespace Netra.Bench;

/// <summary>Settings of a service that publishes to users with one connection each.</summary>
internal static class PushSettings
{
    private const int BatchPublishers = 8;
    private const int SinglePublishers = 64;
    private const int MostOfACall = 1_000;

    /// <summary>All combinations.</summary>
    /// <param name="users">How many users.</param>
    /// <param name="batches">Messages of a call.</param>
    /// <param name="rates">Messages a second; null: as fast as it goes.</param>
    /// <param name="publishers">Calls under way at once; 0: as fits the batch.</param>
    /// <param name="length">How long a round is.</param>
    public static IReadOnlyList<LoadSetting> Of(int[] users, int[] batches, double?[] rates, int publishers, TimeSpan length)
    {
        ThrowIfTooLarge(batches);
        var settings =
            from count in users
            from batch in batches
            from rate in rates
            let pacing = PacingOf(rate, length)
            select new LoadSetting(
                $"{Figure.Whole(count)} users, {InWords(batch)}, {pacing.Name}", new LoadShape(count), pacing, batch,
                publishers > 0 ? publishers : batch == 1 ? SinglePublishers : BatchPublishers);
        return [.. settings];
    }

    public static Pacing PacingOf(double? rate, TimeSpan length) => rate is { } perSecond ? Pacing.At(perSecond, length) : Pacing.Fastest(length);

    public static string InWords(int batch) => batch == 1 ? "one by one" : $"batches of {batch}";

    public static void ThrowIfTooLarge(params IEnumerable<int> batches)
    {
        foreach (var batch in batches.Where(batch => batch > MostOfACall)) throw new BenchException($"A call takes at most {MostOfACall} messages, not {batch}.");
    }
}
