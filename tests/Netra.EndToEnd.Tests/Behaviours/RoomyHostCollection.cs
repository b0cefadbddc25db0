namespace Netra.EndToEnd.Tests;

[CollectionDefinition(nameof(RoomyHost))]
public sealed class RoomyHostCollection : ICollectionFixture<RoomyHost>;
