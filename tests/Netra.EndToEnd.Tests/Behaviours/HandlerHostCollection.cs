namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(HandlerHost))]
public sealed class HandlerHostCollection : ICollectionFixture<HandlerHost>;
