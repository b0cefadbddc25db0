namespace Netra.Faults;

/// <summary>What is done to the cluster beside the faults.</summary>
internal sealed record LoadOptions
{
    public required int Seed { get; init; }

    public int Users { get; init; } = 40;

    public int Publishers { get; init; } = 12;

    /// <summary>How long a publisher pauses between two calls, on average.</summary>
    public int PublisherPauseMs { get; init; } = 100;

    /// <summary>Tabs leave and come back by themselves. Without it they stay, and come back only when their connection ends.</summary>
    public bool TabsComeAndGo { get; init; } = true;

    /// <summary>Messages may have a time to live. It is over before the final reading.</summary>
    public int MaxTtlMs { get; init; } = 8_000;

    /// <summary>How long, when everything is healed, tabs may take to get everything, and ghosts to go. Longer than a lease.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
