namespace Netra.Cluster.Tests;

/// <summary>Waits for what has no event: the view that a cluster has of itself.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Deadline);

    public static Task InTime(this Task task) => task.WaitAsync(Deadline);

    /// <summary>Looks until it holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        using var timer = new PeriodicTimer(Step);
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await holds())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Never came: {what}.");
            }
        }
    }

    public static Task HoldsAsync(Func<bool> holds, string what) => HoldsAsync(() => Task.FromResult(holds()), what);
}
