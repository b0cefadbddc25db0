namespace Netra.Bench;

/// <summary>What a .NET process has counted since some moment.</summary>
/// <param name="AllocatedBytes">Bytes that it allocated on its managed heap.</param>
/// <param name="Groups">Groups of commits that its log wrote, each with one flush.</param>
internal readonly record struct CounterReading(long AllocatedBytes, long Groups);
