using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;

namespace Netra.Host.Tests;

/// <summary>Orleans' own membership table over our schema, and what one needs to use it.</summary>
internal static class MembershipTables
{
    public const string Cluster = "test";

    /// <summary>A database with the schema, and a table on it.</summary>
    public static async Task<(IMembershipTable Table, string Database)> CreateAsync(SharedPostgres postgres)
    {
        var database = await postgres.Server.CreateDatabaseAsync();
        await PostgreSqlMigrator.MigrateAsync(database, PostgreSqlSchema.Membership, CancellationToken.None);
        return (await OpenAsync(database), database);
    }

    /// <summary>A table as another process of the cluster has it.</summary>
    public static async Task<IMembershipTable> OpenAsync(string database, string cluster = Cluster)
    {
        var table = new AdoNetClusteringTable(
            new ServiceCollection().BuildServiceProvider(),
            Options.Create(new ClusterOptions { ClusterId = cluster, ServiceId = cluster }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", ConnectionString = MembershipDatabase.Bounded(database) }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await ((IMembershipTable)table).InitializeMembershipTableAsync(true, CancellationToken.None);
        return table;
    }

    /// <summary>A member that started at a time.</summary>
    public static MembershipEntry Entry(int port, SiloStatus status = SiloStatus.Joining, DateTime? at = null, int generation = 1) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, port, generation),
        SiloName = $"silo-{port}",
        HostName = "host",
        Status = status,
        StartTime = at ?? Now,
        IAmAliveTime = at ?? Now,
    };

    /// <summary>A time that a database keeps exactly.</summary>
    public static DateTime Now { get; } = new(2026, 11, 23, 3, 4, 5, 678, DateTimeKind.Utc);

    public static Task<MembershipTableData> ReadAsync(this IMembershipTable table) => table.ReadAllAsync(CancellationToken.None);

    public static Task<bool> InsertAsync(this IMembershipTable table, MembershipEntry entry, TableVersion seen) =>
        table.InsertRowAsync(entry, seen.Next(), CancellationToken.None);

    /// <summary>Changes a member as it was seen.</summary>
    public static Task<bool> UpdateAsync(this IMembershipTable table, MembershipEntry entry, MembershipTableData seen) =>
        table.UpdateRowAsync(entry, seen.TryGet(entry.SiloAddress)?.Item2 ?? seen.Version.VersionEtag, seen.Version.Next(), CancellationToken.None);
}
