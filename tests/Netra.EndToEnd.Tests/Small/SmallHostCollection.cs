namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(SmallHost))]
public sealed class SmallHostCollection : ICollectionFixture<SmallHost>;
