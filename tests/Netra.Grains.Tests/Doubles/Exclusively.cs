namespace Netra.Grains.Tests;

/// <summary>Runs a test as a grain runs: asynchronous, but never two pieces of code at once.</summary>
internal static class Exclusively
{
    public static Task RunAsync(Func<Task> test) => Task.Factory
        .StartNew(test, CancellationToken.None, TaskCreationOptions.DenyChildAttach, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler)
        .Unwrap()
        .InTime();
}
