namespace Netra.Model.Tests;

/// <summary>How long anything may take that has to come.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task InTime(this Task task) => task.WaitAsync(Limit);

    /// <summary>Looks until nothing is wrong, or says what is.</summary>
    public static async Task HoldsAsync(Func<Task<string?>> findFault)
    {
        using var timer = new PeriodicTimer(Step);
        using var deadline = new CancellationTokenSource(Limit);
        while (await findFault() is { } fault)
        {
            if (deadline.IsCancellationRequested) throw new ModelException(fault);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
