namespace Netra.Tool;

/// <summary>What the program says by its exit code.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Something was not done; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>What the command was given is wrong, and nothing was done; standard error says what.</summary>
    public const int WrongUsage = 2;

    /// <summary>As a shell has it for a program that Ctrl-C ended.</summary>
    public const int Cancelled = 130;
}
