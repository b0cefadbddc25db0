namespace Netra.Host;

/// <summary>An answer that is asked for anew only when the last one has reached an age, however many want it at once. Thread-safe.</summary>
/// <param name="ask">Asks.</param>
/// <param name="freshness">How old an answer may be.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedAnswer<T>(Func<Task<T>> ask, TimeSpan freshness, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<T>? _latest;
    private long _endedAt;

    /// <summary>The answer. One that failed is nobody's but theirs who waited for it.</summary>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is null || (_latest.IsCompleted && (!_latest.IsCompletedSuccessfully || time.GetElapsedTime(_endedAt) >= freshness))) _latest = AskAsync();
            return _latest.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> AskAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        var answer = await ask();
        lock (_gate) _endedAt = time.GetTimestamp();
        return answer;
    }
}
