namespace Netra.Gateway.Tests;

/// <summary>A user's grain that does not answer one kind of call until it is released.</summary>
internal sealed class StalledUser(string stalling) : FakeUser
{
    private volatile TaskCompletionSource? _released;

    /// <summary>From now on such calls wait.</summary>
    public void Stall() => _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _released?.TrySetResult();

    /// <summary>The calls that wait fail, as after a timeout.</summary>
    public void TimeOut() => _released?.TrySetException(new TimeoutException("No answer in time."));

    protected override Task BeforeAsync(string call) => call == stalling && _released is { } released ? released.Task : Task.CompletedTask;
}
