using Netra.Storage;

namespace Netra.Cluster.Tests;

/// <summary>One silo's connection to the store of the cluster: closing it leaves the store open.</summary>
internal sealed class SharedBackend(IUserLogBackend store) : PassingBackend(store)
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
