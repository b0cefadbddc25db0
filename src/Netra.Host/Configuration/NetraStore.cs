namespace Netra.Host;

/// <summary>Where the users' logs are.</summary>
internal enum NetraStore
{
    /// <summary>In a directory of this process, which alone of its cluster hosts user grains.</summary>
    RocksDb,

    /// <summary>In one or more PostgreSQL databases, which any number of processes share.</summary>
    PostgreSql,
}
