using Npgsql;

namespace Netra.Storage.PostgreSql;

/// <summary>The server that was reached is a standby; after a failover it may be the primary soon.</summary>
internal sealed class StandbyException() : NpgsqlException("The server is a standby.");
