namespace Netra.Storage.PostgreSql;

/// <summary>One database.</summary>
public sealed class PostgreSqlShardOptions
{
    /// <summary>What users are spread by. Never changed once there are users.</summary>
    public string Name { get; set; } = "";

    /// <summary>How to reach it, in Npgsql's form: <c>Host=db;Database=netra;Username=netra;Password=…</c>.</summary>
    public string ConnectionString { get; set; } = "";
}
