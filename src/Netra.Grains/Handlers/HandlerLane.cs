namespace Netra.Grains;

/// <summary>
/// Lets one foreground handler of a user run at a time, in the order in which they came, with a bounded number waiting. Runs on the grain's
/// scheduler; not thread-safe.
/// </summary>
internal sealed class HandlerLane(int maxWaiting, TimeProvider time)
{
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Takes the lane. False when too many wait, or when it was not its turn in time; true: <see cref="Leave"/> it.</summary>
    public async Task<bool> EnterAsync(TimeSpan patience)
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return true;
        }

        if (_waiting.Count >= maxWaiting || patience <= TimeSpan.Zero) return false;
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var place = _waiting.AddLast(turn);
        try
        {
            await turn.Task.WaitAsync(patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            // Its turn came between the timeout and this line: then it has the lane.
            if (turn.Task.IsCompleted) return true;
            _waiting.Remove(place);
            return false;
        }
    }

    public void Leave()
    {
        if (_waiting.First is not { } next)
        {
            _isTaken = false;
            return;
        }

        _waiting.RemoveFirst();
        next.Value.SetResult();
    }
}
