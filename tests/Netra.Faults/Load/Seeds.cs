namespace Netra.Faults;

/// <summary>Gives everybody in a run a random generator of his own, which the run's seed decides.</summary>
internal static class Seeds
{
    public static Random Of(int seed, int who) => new(unchecked((seed * 1_000_003) + (who * 7_919)));
}
