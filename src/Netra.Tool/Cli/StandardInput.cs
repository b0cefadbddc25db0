namespace Netra.Tool;

/// <summary>Standard input. A read of a terminal or a pipe can't be ended: whoever is cancelled leaves it alone.</summary>
internal static class StandardInput
{
    public static StreamReader Open() => new(Console.OpenStandardInput());

    /// <summary>Everything.</summary>
    public static async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        // Not disposed of: the read may still go on.
        var reader = Open();
        return await Task.Run(() => reader.ReadToEnd(), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>The next line of a reader; null at the end.</summary>
    public static Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var line = reader.ReadLineAsync(CancellationToken.None);
        return line.IsCompleted ? line.AsTask() : line.AsTask().WaitAsync(cancellationToken);
    }
}
