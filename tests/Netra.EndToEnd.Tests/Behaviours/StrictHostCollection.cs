namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(StrictHost))]
public sealed class StrictHostCollection : ICollectionFixture<StrictHost>;
