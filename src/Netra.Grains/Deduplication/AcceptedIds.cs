using Netra.Storage;

namespace Netra.Grains;

/// <summary>The accepted ids of one space. Not thread-safe.</summary>
/// <param name="window">How long each is remembered.</param>
/// <param name="maxIds">How many are remembered.</param>
internal sealed class AcceptedIds(TimeSpan window, int maxIds)
{
    private readonly Dictionary<DeduplicationKey, (AcceptedId Accepted, long AtMs)> _entries = [];

    /// <summary>In the order of their acceptance. An id that was accepted anew, after its time, is in it twice; the later one counts.</summary>
    private readonly Queue<(DeduplicationKey Key, long AtMs)> _byTime = new();

    public int Count => _entries.Count;

    /// <summary>What an id was answered with; null when it is not known, or its time is over.</summary>
    public AcceptedId? Find(DeduplicationKey key, long nowMs) =>
        _entries.TryGetValue(key, out var entry) && !IsOver(entry.AtMs, nowMs) ? entry.Accepted : null;

    public void Put(DeduplicationKey key, AcceptedId accepted, long atMs)
    {
        _entries[key] = (accepted, atMs);
        _byTime.Enqueue((key, atMs));
    }

    /// <summary>Whether the oldest is over, or there are too many.</summary>
    public bool HasToForget(long nowMs) => _byTime.TryPeek(out var oldest) && (IsOver(oldest.AtMs, nowMs) || _entries.Count > maxIds);

    /// <summary>Forgets what is over or too many, until <paramref name="forgotten"/> has <paramref name="maxForgotten"/>.</summary>
    public void Forget(long nowMs, List<DeduplicationKey> forgotten, int maxForgotten)
    {
        while (forgotten.Count < maxForgotten && HasToForget(nowMs))
        {
            if (!ForgetOldest(_byTime.Peek(), forgotten)) return;
        }
    }

    /// <summary>False when it is not durable yet.</summary>
    private bool ForgetOldest((DeduplicationKey Key, long AtMs) oldest, List<DeduplicationKey> forgotten)
    {
        var isLatest = _entries.TryGetValue(oldest.Key, out var entry) && entry.AtMs == oldest.AtMs;
        if (isLatest && !entry.Accepted.Durable.IsCompletedSuccessfully) return false;
        _byTime.Dequeue();
        if (!isLatest) return true;
        _entries.Remove(oldest.Key);
        forgotten.Add(oldest.Key);
        return true;
    }

    private bool IsOver(long atMs, long nowMs) => atMs + (long)window.TotalMilliseconds <= nowMs;
}
