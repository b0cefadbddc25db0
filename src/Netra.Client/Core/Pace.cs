namespace Netra.Client;

/// <summary>
/// Keeps what is sent to the server's limit (docs/client.md, section 6), with a burst of one second. A tenth of the limit is left to what does not go
/// through the outbox. A place is a time: up to when the allowance is spent.
/// </summary>
internal struct Pace
{
    private const double SecondMs = 1_000;
    private const double Share = 0.9;

    private readonly double _costMs;
    private double _spentUntil;

    /// <param name="messagesPerSecond">The server's limit; null when it has none.</param>
    public Pace(long? messagesPerSecond)
    {
        _costMs = messagesPerSecond is { } rate ? Math.Min(SecondMs, SecondMs / (rate * Share)) : 0;
        _spentUntil = double.NegativeInfinity;
    }

    /// <summary>Takes a frame's part of the allowance; or says in how many milliseconds there will be one.</summary>
    public bool TryTake(long now, out long waitMs)
    {
        var spentUntil = Math.Max(_spentUntil, now - SecondMs) + _costMs;
        waitMs = Math.Max(0, (long)Math.Ceiling(spentUntil - now));
        if (waitMs == 0) _spentUntil = spentUntil;
        return waitMs == 0;
    }
}
