namespace Netra.Bench;

/// <summary>This program, as it starts itself in another role.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it; arguments follow.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", typeof(OwnProgram).Assembly.Location];

    /// <summary>Waits until standard input ends: whoever started us asks us to end, or is gone.</summary>
    public static async Task InputEndsAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[16];
        while (await input.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}
