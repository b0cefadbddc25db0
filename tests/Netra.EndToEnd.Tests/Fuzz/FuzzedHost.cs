namespace Netra.EndToEnd.Tests;

/// <summary>A host that gets nothing but what the fuzz tests make. What it wrote is kept whole.</summary>
public sealed class FuzzedHost() : RunningHost(new HostSettings { MaxOutputLines = 100_000 })
{
    /// <summary>Asserts that nothing that came made the host write an error.</summary>
    public void AssertNoErrorLogged()
    {
        Assert.False(Process.Output.IsCut);
        Assert.DoesNotContain(Process.Output.Lines, IsError);
    }

    private static bool IsError(string line) =>
        line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
        || line.Contains("Unhandled exception", StringComparison.Ordinal);
}
