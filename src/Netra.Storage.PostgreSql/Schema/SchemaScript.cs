namespace Netra.Storage.PostgreSql;

/// <summary>One migration.</summary>
/// <param name="Version">The version that it makes.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record SchemaScript(int Version, string Sql);
