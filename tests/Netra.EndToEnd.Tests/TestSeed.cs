using System.Globalization;

namespace Netra.EndToEnd.Tests;

/// <summary>The seed of a random test: told in its output, and taken from NETRA_SEED to replay it.</summary>
internal static class TestSeed
{
    public static int Next()
    {
        var seed = Environment.GetEnvironmentVariable("NETRA_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"NETRA_SEED={seed}");
        return seed;
    }
}
