namespace Netra.Bench;

/// <summary>How messages follow each other: at a rate, as fast as answers come, or so many at once.</summary>
internal sealed record Pacing
{
    private Pacing()
    {
    }

    /// <summary>Messages a second; null where nobody says.</summary>
    public double? PerSecond { get; private init; }

    /// <summary>How many, at once; null where time decides.</summary>
    public int? Count { get; private init; }

    public TimeSpan Length { get; private init; }

    /// <summary>In words that stay the same from run to run.</summary>
    public string Name => (PerSecond, Count) switch
    {
        ({ } rate, _) => $"{Figure.Whole(rate)}/s",
        (_, { } count) => $"{Figure.Whole(count)} at once",
        _ => "as fast as it goes",
    };

    public static Pacing At(double perSecond, TimeSpan length) => new() { PerSecond = perSecond, Length = length };

    public static Pacing Fastest(TimeSpan length) => new() { Length = length };

    /// <summary>All of them are due at the beginning.</summary>
    public static Pacing AtOnce(int count, TimeSpan longest) => new() { Count = count, Length = longest };
}
