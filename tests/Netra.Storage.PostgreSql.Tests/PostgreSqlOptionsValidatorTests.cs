namespace Netra.Storage.PostgreSql.Tests;

public sealed class PostgreSqlOptionsValidatorTests
{
    [Fact]
    public void Validate_OneShard_IsGood() => Assert.True(Validate(new PostgreSqlOptions { Shards = { Shard() } }).Succeeded);

    [Fact]
    public void Validate_NoShard_IsRefused() => Assert.Contains("at least one database", Validate(new PostgreSqlOptions()).FailureMessage, StringComparison.Ordinal);

    [Fact]
    public void Validate_EverythingWrong_NamesEachOnce()
    {
        var options = new PostgreSqlOptions
        {
            Shards = { Shard(name: ""), Shard(name: ""), Shard(connectionString: "secret=1"), Shard(name: "nowhere", connectionString: "Database=x") },
            WritersPerShard = 0,
            ReadConnectionsPerShard = 2,
            MaxWaitingReads = 0,
            MaxUsersPerLoad = 0,
            ConnectTimeout = TimeSpan.FromMilliseconds(1_500),
            CommandTimeout = TimeSpan.FromMilliseconds(999),
            OutageWait = TimeSpan.Zero,
            ReconnectInterval = TimeSpan.Zero,
        };
        var failures = Validate(options).Failures!.ToList();
        string[] named =
        [
            "Shards:0:Name", "Shards:1:Name", "Shards:2:ConnectionString", "Shards:3:ConnectionString", "Shards", "WritersPerShard", "ReadConnectionsPerShard",
            "MaxWaitingReads", "MaxUsersPerLoad", "ConnectTimeout", "CommandTimeout", "OutageWait", "ReconnectInterval",
        ];
        Assert.Equal(named.Length, failures.Count);
        Assert.All(named, name => Assert.Single(failures, failure => failure.Contains($".{name} must", StringComparison.Ordinal)));
        Assert.DoesNotContain(failures, failure => failure.Contains("secret", StringComparison.Ordinal));
    }

    private static PostgreSqlShardOptions Shard(string name = "one", string connectionString = "Host=db;Database=netra") =>
        new() { Name = name, ConnectionString = connectionString };

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(PostgreSqlOptions options) =>
        new PostgreSqlOptionsValidator().Validate(null, options);
}
