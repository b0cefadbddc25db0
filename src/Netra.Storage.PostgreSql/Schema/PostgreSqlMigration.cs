namespace Netra.Storage.PostgreSql;

/// <summary>What a run of the migrator did.</summary>
/// <param name="From">The version that was found; 0 where there was nothing.</param>
/// <param name="To">The version that is there now: this build's, or a newer one that this build can use.</param>
public sealed record PostgreSqlMigration(int From, int To);
