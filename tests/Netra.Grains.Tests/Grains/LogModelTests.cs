using CsCheck;

namespace Netra.Grains.Tests;

/// <summary>The user's log through its grain against a plain model of protocol section 3. CsCheck prints the seed of a failure.</summary>
public sealed class LogModelTests
{
    private static readonly Gen<ModelStep> Step =
        from kind in Gen.Int[0, 99]
        from number in Gen.Int[0, int.MaxValue - 1]
        from cursor in Gen.Int[0, int.MaxValue - 1]
        from fails in Gen.Int[0, 9]
        select new ModelStep(kind, number, cursor, fails == 0);

    [Fact]
    public void Log_RandomSteps_IsWhatTheProtocolSays() =>
        Gen.Select(Step.Array[1, 60], Gen.Int[1, 12], Gen.Int[300, 4_000], Gen.Bool, Gen.Int[1, 10]).Sample(
            (steps, maxMessages, maxBytes, rejects, maxDeadLetters) => Exclusively.RunAsync(async () =>
            {
                await using var run = new LogModelRun(maxMessages, maxBytes, rejects, maxDeadLetters);
                await run.StartAsync();
                foreach (var step in steps) await run.StepAsync(step);
            }).GetAwaiter().GetResult(),
            iter: 200,
            threads: 1);
}
