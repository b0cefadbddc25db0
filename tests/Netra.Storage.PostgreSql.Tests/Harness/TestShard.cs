namespace Netra.Storage.PostgreSql.Tests;

/// <summary>A database of a test's backend.</summary>
internal sealed record TestShard(string Name, string ConnectionString);
