using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

/// <summary>What the program does beside serving. Each command takes the settings of the server, does its work on the databases that they name, and ends.</summary>
internal static class DatabaseCommands
{
    /// <summary>Brings the schemas of all databases up to what this build needs.</summary>
    public const string Migrate = "migrate";

    /// <summary>Tells clients that the logs lost history.</summary>
    public const string NewEpoch = "new-epoch";

    /// <summary>Runs a command and says what it did.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong, or name no database for the command.</exception>
    /// <exception cref="DatabaseException">A database can't be used. What was said before is done.</exception>
    public static async Task RunAsync(string command, string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (host, cluster, store) = ReadSettings(arguments);
        var logs = host.Store == NetraStore.PostgreSql ? NeededSchema.OfLogs(store) : [];
        if (command == NewEpoch)
        {
            if (host.Store != NetraStore.PostgreSql) throw new ConfigurationException(["Netra:Store: must be PostgreSql for this command"]);
            foreach (var log in logs) await output.WriteLineAsync(await log.RenewEpochAsync(cancellationToken));
            return;
        }

        var schemas = logs.Concat(NeededSchema.OfMembership(cluster, store)).ToList();
        if (schemas.Count == 0) throw new ConfigurationException(["Neither Netra:Store nor Netra:Cluster:Membership is PostgreSql: there is nothing to migrate"]);
        foreach (var schema in schemas) await output.WriteLineAsync(await schema.MigrateAsync(cancellationToken));
    }

    private static (NetraHostOptions Host, ClusterSettings Cluster, PostgreSqlOptions Store) ReadSettings(string[] arguments)
    {
        var (builder, netra, faults) = NetraHost.Read(arguments);
        if (faults.Count > 0) throw new ConfigurationException(faults);

        var host = netra.Get<NetraHostOptions>() ?? new NetraHostOptions();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(builder.Configuration);
        // A migration is a job of its own, not one of the pods that it is for.
        NetraHost.BindDatabases(services, netra).PostConfigure(cluster => cluster.Kubernetes = false);
        if (host.Store == NetraStore.PostgreSql) services.AddNetraPostgreSql();
        using var provider = services.BuildServiceProvider();
        NetraHost.ThrowIfWrong(provider, faults);
        return (host, provider.GetRequiredService<IOptions<ClusterSettings>>().Value, provider.GetRequiredService<IOptions<PostgreSqlOptions>>().Value);
    }
}
