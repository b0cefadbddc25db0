namespace Netra.Grains;

/// <summary>Exponential pauses with full jitter.</summary>
internal static class Backoff
{
    /// <summary>What the pauses between a handler's tries grow to at most.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(10);

    /// <summary>A random part of the longest pause, at least a millisecond of one.</summary>
    /// <param name="first">The longest pause after the first failure.</param>
    /// <param name="max">What it grows to.</param>
    /// <param name="failures">How often it failed in a row, from 1.</param>
    public static TimeSpan Pause(TimeSpan first, TimeSpan max, int failures)
    {
        var longest = LongestPause(first, max, failures);
        return longest <= TimeSpan.FromMilliseconds(1) ? longest : TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * (longest.TotalMilliseconds - 1)));
    }

    public static TimeSpan LongestPause(TimeSpan first, TimeSpan max, int failures)
    {
        var ms = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 62));
        return ms >= max.TotalMilliseconds ? max : TimeSpan.FromMilliseconds(ms);
    }
}
