namespace Netra.Bench;

/// <summary>What the program says by its exit code.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It could not do what it was asked to; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>A figure misses what is required.</summary>
    public const int Missed = 2;

    /// <summary>As a shell has it for a program that Ctrl-C ended.</summary>
    public const int Cancelled = 130;

    /// <summary>Does what a command does, and says in one line why it could not.</summary>
    public static async Task<int> OfAsync(Func<Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (BenchException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Cancelled.");
            return Cancelled;
        }
    }
}
