namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(TightHost))]
public sealed class TightHostCollection : ICollectionFixture<TightHost>;
