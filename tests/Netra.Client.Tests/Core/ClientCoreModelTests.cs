using CsCheck;

namespace Netra.Client.Tests;

public sealed class ClientCoreModelTests
{
    /// <summary>CsCheck prints the seed of a run that fails.</summary>
    [Fact]
    public void Handle_AnyFaults_BringsEachMessageOnceInOrderAndAcknowledgesNothingElse() =>
        Gen.Int.Sample(seed => new ModelRun(seed).Run(), iter: 200);
}
