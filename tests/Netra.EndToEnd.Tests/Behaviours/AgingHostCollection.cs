namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(AgingHost))]
public sealed class AgingHostCollection : ICollectionFixture<AgingHost>;
