namespace Netra.EndToEnd.Tests;

/// <summary>Tests on the shared host. A test that fails shows what the host wrote.</summary>
public abstract class SharedHostTests(SharedHost shared) : IAsyncDisposable
{
    protected HostProcess Host => shared.Process;

    protected NetraApi Api => Host.Api;

    /// <summary>A user that no other test has.</summary>
    protected string User { get; } = "user-" + Guid.NewGuid().ToString("n");

    public ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"The shared host wrote:\n{Host.Output.Tail()}");
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
