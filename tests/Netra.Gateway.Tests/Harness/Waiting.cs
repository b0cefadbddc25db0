namespace Netra.Gateway.Tests;

/// <summary>How long a test waits for what must come. Never waited out by a test that passes.</summary>
internal static class Waiting
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task WithinReason(this Task task) => task.WaitAsync(Patience);

    public static Task<T> WithinReason<T>(this Task<T> task) => task.WaitAsync(Patience);
}
