namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(RejectHost))]
public sealed class RejectHostCollection : ICollectionFixture<RejectHost>;
