namespace Netra.Grains.Tests;

/// <summary>Runs a test as a grain runs: asynchronous, but never two pieces of code at once.</summary>
internal static class Exclusively
{
    /// <summary>How long a whole test may take: the largest ones take half a minute on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task RunAsync(Func<Task> test) => Task.Factory
        .StartNew(test, CancellationToken.None, TaskCreationOptions.DenyChildAttach, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler)
        .Unwrap()
        .WaitAsync(Patience);
}
