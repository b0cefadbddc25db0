namespace Netra.Gateway.Tests;

/// <summary>A user's grain that does not answer one kind of call until it is released.</summary>
internal sealed class StalledUser(string stalling) : FakeUser
{
    private volatile TaskCompletionSource? _released;
    private volatile TaskCompletionSource? _answered;

    /// <summary>From now on such calls wait.</summary>
    public void Stall() => _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on such calls have their result and keep it to themselves.</summary>
    public void StallAnswers() => _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when such a call has its result.</summary>
    public Task HasAnswerAsync(int count = 1) => Calls.WaitForAsync(AnswerOf(stalling), count);

    public void Release()
    {
        _released?.TrySetResult();
        _answered?.TrySetResult();
    }

    /// <summary>Lets the calls that wait go on, and has those that come then wait in their turn.</summary>
    public void ReleaseAndStall()
    {
        var released = _released;
        Stall();
        released?.TrySetResult();
    }

    /// <summary>Lets the answers out that wait, and keeps those that come then.</summary>
    public void ReleaseAndStallAnswers()
    {
        var answered = _answered;
        StallAnswers();
        answered?.TrySetResult();
    }

    /// <summary>The calls that wait fail, as after a timeout.</summary>
    public void TimeOut() => _released?.TrySetException(new TimeoutException("No answer in time."));

    protected override Task BeforeAsync(string call) => call == stalling && _released is { } released ? released.Task : Task.CompletedTask;

    protected override Task AfterAsync(string call)
    {
        if (call != stalling || _answered is not { } answered) return Task.CompletedTask;
        Calls.Record(AnswerOf(call));
        return answered.Task;
    }

    private static string AnswerOf(string call) => call + " answered";
}
