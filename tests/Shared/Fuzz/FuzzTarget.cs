using System.Globalization;
using System.Text;

namespace Netra.Testing;

/// <summary>
/// What is fuzzed: the corpus as it is first, then inputs made of it. Run <c>n</c> has the seed <c>NETRA_FUZZ_SEED + n</c> (without that variable: a random first
/// seed) and depends on nothing else, so that a failure, which names its seed, is replayed by that seed and one run. <c>NETRA_FUZZ_RUNS</c> says how many runs.
/// </summary>
/// <param name="corpus">The seed files.</param>
/// <param name="defaultRuns">How many runs without <c>NETRA_FUZZ_RUNS</c>: a few seconds of them.</param>
/// <param name="next">Makes the input of a run.</param>
internal sealed class FuzzTarget(IReadOnlyList<(string Name, byte[] Bytes)> corpus, int defaultRuns, Func<Random, byte[]> next)
{
    private const int MaxShrinkingRuns = 5_000;

    private readonly int _firstSeed = Variable("NETRA_FUZZ_SEED") ?? Random.Shared.Next();
    private readonly int _runs = Variable("NETRA_FUZZ_RUNS") ?? defaultRuns;

    /// <summary>Checks every input. A failing one is cut down to what fails the same way before it is told.</summary>
    public void Check(Action<byte[]> check)
    {
        foreach (var (name, bytes) in Inputs())
        {
            try
            {
                check(bytes);
            }
            catch (Exception exception)
            {
                throw Failure(name, bytes, Shrink(bytes, check, exception.GetType()), exception);
            }
        }
    }

    /// <summary>Checks every input, one after another.</summary>
    public async Task CheckAsync(Func<byte[], Task> check)
    {
        foreach (var (name, bytes) in Inputs())
        {
            try
            {
                await check(bytes);
            }
            catch (Exception exception)
            {
                throw Failure(name, bytes, null, exception);
            }
        }
    }

    private IEnumerable<(string Name, byte[] Bytes)> Inputs()
    {
        foreach (var (name, bytes) in corpus) yield return ($"The corpus file {name}", bytes);
        for (var run = 0; run < _runs; run++)
        {
            var seed = unchecked(_firstSeed + run);
            yield return ($"NETRA_FUZZ_SEED={seed} NETRA_FUZZ_RUNS=1", next(new Random(seed)));
        }
    }

    private static byte[] Shrink(byte[] input, Action<byte[]> check, Type failure)
    {
        var runs = 0;
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && runs < MaxShrinkingRuns; runs++)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                if (Record.Exception(() => check(shorter))?.GetType() == failure) input = shorter;
                else at += size;
            }
        }

        return input;
    }

    private static InvalidOperationException Failure(string name, byte[] input, byte[]? shortest, Exception cause) => new(
        $"{name} fails: {cause.Message}\nInput in base64: {Convert.ToBase64String(input)}\n"
        + (shortest is null ? "" : $"The shortest that fails: {Convert.ToBase64String(shortest)}\nAs text: {Encoding.UTF8.GetString(shortest)}"),
        cause);

    private static int? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
