namespace Netra.EndToEnd.Tests;

/// <summary>One browser for all tests of pages, which run one after another.</summary>
[CollectionDefinition(nameof(Chromium))]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
