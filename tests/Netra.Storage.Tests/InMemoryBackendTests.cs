using Netra.Storage.Conformance;

namespace Netra.Storage.Tests;

public sealed class InMemoryBackendTests : UserLogConformance
{
    // Reopening gives the same one: closing it keeps what it has.
    private readonly InMemoryBackend _store = new();

    protected override IUserLogBackend OpenBackend() => _store;
}
