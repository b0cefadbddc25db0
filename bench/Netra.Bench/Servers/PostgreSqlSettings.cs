namespace Netra.Bench;

/// <summary>What an operator would set first; the same wherever PostgreSQL is measured.</summary>
internal static class PostgreSqlSettings
{
    public static IReadOnlyList<string> ForLoad { get; } = ["shared_buffers=512MB", "max_wal_size=8GB", "wal_compression=off"];
}
