namespace Netra.EndToEnd.Tests;

/// <summary>Tests on a shared host, each with a user of its own. A test that fails shows what the host wrote.</summary>
public abstract class BehaviourTests(RunningHost running) : IAsyncDisposable
{
    protected HostProcess Host => running.Process;

    protected NetraApi Api => Host.Api;

    /// <summary>A user that no other test has.</summary>
    protected string User { get; } = "user-" + Guid.NewGuid().ToString("n");

    /// <summary>The server API's calls about <see cref="User"/>.</summary>
    protected UserCalls Calls => new(Api, User);

    public ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"The host wrote:\n{Host.Output.Tail()}");
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Another user that no other test has.</summary>
    protected static string NewUser() => "user-" + Guid.NewGuid().ToString("n");

    /// <summary>A random source whose seed is told.</summary>
    protected static Random NewRandom() => new(TestSeed.Next());
}
