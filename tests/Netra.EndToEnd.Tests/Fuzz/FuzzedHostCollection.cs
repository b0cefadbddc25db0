namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(FuzzedHost))]
public sealed class FuzzedHostCollection : ICollectionFixture<FuzzedHost>;
