namespace Netra.Host.Tests;

[CollectionDefinition(nameof(DocumentedHost))]
public sealed class DocumentedHostCollection : ICollectionFixture<DocumentedHost>;
