namespace Netra.Host;

/// <summary>Where the processes of a cluster find each other.</summary>
internal enum MembershipStore
{
    /// <summary>In the memory of one of them, on one machine: it is lost with that process.</summary>
    Local,

    /// <summary>In a PostgreSQL database.</summary>
    PostgreSql,
}
