using CsCheck;
using Netra.Abstractions;

namespace Netra.Grains.Tests;

/// <summary>Protocol section 4 under random interleavings: never more than the limit, no ghosts. CsCheck prints the seed of a failure.</summary>
public sealed class ConnectionModelTests
{
    private static readonly Gen<ModelStep> Step =
        from kind in Gen.Int[0, 99]
        from number in Gen.Int[0, int.MaxValue - 1]
        from fails in Gen.Int[0, 9]
        select new ModelStep(kind, number, 0, fails == 0);

    [Theory]
    [InlineData(ConnectionPolicy.Reject)]
    [InlineData(ConnectionPolicy.CloseOldest)]
    [InlineData(null)]
    public void Connections_RandomSteps_NeverExceedTheLimitAndLeaveNoGhosts(ConnectionPolicy? policy) =>
        Gen.Select(Step.Array[1, 60], Gen.Int[1, 4]).Sample(
            (steps, limit) => Exclusively.RunAsync(async () =>
            {
                await using var run = new ConnectionModelRun(limit, policy);
                await run.RunAsync(steps);
            }).GetAwaiter().GetResult(),
            iter: 150,
            threads: 1);
}
