using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;
using Netra.Storage.RocksDb;

namespace Netra.Host;

/// <summary>What the host says when it is ready, and what it says of itself when asked.</summary>
internal static class Banner
{
    public const string Help = """
        Netra: a durable, resumable WebSocket for every user.

        Usage: Netra.Host [<command>] [--<setting> <value>]...

        Without a command it serves. Commands, which take the same settings:
          migrate          brings the tables of every PostgreSQL database of the settings up to what this version needs
          new-epoch        after a restore from a backup: gives every PostgreSQL shard a new epoch, so that clients resync
          health [live]    asks the process beside it; exits with 0 when it is ready, or lives

        Settings are those of appsettings.json, for example:
          --Netra:Role Gateway            All (default), Gateway or Silo
          --Netra:Url http://0.0.0.0:80   where sockets and the HTTP API are
          --Netra:Storage:RocksDb:Path /var/lib/netra
          --Netra:Store PostgreSql        the logs are in PostgreSQL, and silos share them
          --Netra:Cluster:Membership PostgreSql
          --environment Development       development tokens, the API key dev-key, the demo page, and the dashboard without a key

        Environment variables set them too: Netra__Role=Gateway.
        """;

    public static string Ready(IServiceProvider services, bool isDevelopment)
    {
        var host = services.GetRequiredService<IOptions<NetraHostOptions>>().Value;
        var lines = new List<string> { "", $"Netra is ready (role {host.Role})." };
        if (host.HasGateway) lines.Add($"  sockets and API   {host.Url}");
        lines.Add($"  health            {host.ManagementUrl}/health/ready");
        if (services.GetRequiredService<IOptions<DashboardOptions>>().Value.Enabled) lines.Add($"  dashboard         {host.ManagementUrl}/dashboard");
        if (host.HasUserGrains) lines.Add($"  data              {DataOf(services, host.Store)}");
        if (host.HasGateway && isDevelopment) lines.AddRange(Tour(host.Url));
        return string.Join(Environment.NewLine, lines) + Environment.NewLine;
    }

    private static string DataOf(IServiceProvider services, NetraStore store) => store == NetraStore.PostgreSql
        ? string.Join(", ", services.GetRequiredService<IOptions<PostgreSqlOptions>>().Value.Shards.Select(shard => DatabaseAddress.Describe(shard.ConnectionString)))
        : Path.GetFullPath(services.GetRequiredService<IOptions<RocksDbOptions>>().Value.Path);

    private static string[] Tour(string url) =>
    [
        $"  demo page         {url}",
        "",
        "Try it:",
        $"  TOKEN=$(curl -s {url}/dev/token -d '{{\"user_id\":\"alice\"}}' | sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')",
        $"  npx -y wscat -c \"{url.Replace("http", "ws", StringComparison.Ordinal)}/ws?token=$TOKEN\"",
        $"  curl -s {url}/api/v1/users/alice/messages -H 'Authorization: Bearer {DevelopmentKeys.ApiKey}' \\",
        "       -H 'Content-Type: application/json' -d '{\"type\":\"hello\",\"payload\":{\"text\":\"Hi Alice\"}}'",
    ];
}
