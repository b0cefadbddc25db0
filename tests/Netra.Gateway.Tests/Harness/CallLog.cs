namespace Netra.Gateway.Tests;

/// <summary>Which calls came, and the barrier for those that must still come.</summary>
internal sealed class CallLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _calls = [];
    private readonly List<(string Call, int Count, TaskCompletionSource Came)> _waiters = [];

    public void Record(string call)
    {
        lock (_gate)
        {
            _calls.Add(call);
            foreach (var waiter in _waiters)
            {
                if (waiter.Call == call && CountOf(call) >= waiter.Count) waiter.Came.TrySetResult();
            }
        }
    }

    /// <summary>Every call so far, in order.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    public int Count(string call)
    {
        lock (_gate) return CountOf(call);
    }

    /// <summary>Ends when a call has come so many times, counted from the beginning.</summary>
    public Task WaitForAsync(string call, int count = 1)
    {
        lock (_gate)
        {
            if (CountOf(call) >= count) return Task.CompletedTask;
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((call, count, came));
            return came.Task.WithinReason();
        }
    }

    private int CountOf(string call) => _calls.Count(candidate => candidate == call);
}
