using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
            LockTimeout = TimeSpan.FromSeconds(1),
            OutageWait = TimeSpan.Zero,
            ReconnectInterval = TimeSpan.Zero,
        };
        var failures = Validate(options).Failures!.ToList();
        string[] named =
        [
            "Shards:0:Name", "Shards:1:Name", "Shards:2:ConnectionString", "Shards:3:ConnectionString", "Shards", "WritersPerShard", "ReadConnectionsPerShard",
            "MaxWaitingReads", "MaxUsersPerLoad", "ConnectTimeout", "CommandTimeout", "LockTimeout", "OutageWait", "ReconnectInterval",
        ];
        Assert.Equal(named.Length, failures.Count);
        Assert.All(named, name => Assert.Single(failures, failure => failure.Contains($".{name} must", StringComparison.Ordinal)));
        Assert.DoesNotContain(failures, failure => failure.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.5, 2, true)]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, false)]
    public void Validate_WritingMayTakeLongerThanCommits_IsRefused(double commandS, int connectS, bool isGood)
    {
        var options = new PostgreSqlOptions { Shards = { Shard() }, CommandTimeout = TimeSpan.FromSeconds(commandS), ConnectTimeout = TimeSpan.FromSeconds(connectS) };
        Assert.Equal(isGood, Validate(options, new UserLogOptions { CommitTimeout = TimeSpan.FromSeconds(4) }).Succeeded);
    }

    [Fact]
    public void Validate_OptionsOfTheLogAreWrong_LeavesThemToTheirOwnValidator()
    {
        using var services = new ServiceCollection().AddNetraUserLog(log => log.CommitTimeout = TimeSpan.Zero).BuildServiceProvider();
        var validator = new PostgreSqlOptionsValidator(services.GetRequiredService<IOptions<UserLogOptions>>());
        Assert.True(validator.Validate(null, new PostgreSqlOptions { Shards = { Shard() } }).Succeeded);
    }

    private static PostgreSqlShardOptions Shard(string name = "one", string connectionString = "Host=db;Database=netra") =>
        new() { Name = name, ConnectionString = connectionString };

    private static ValidateOptionsResult Validate(PostgreSqlOptions options, UserLogOptions? log = null) =>
        new PostgreSqlOptionsValidator(Options.Create(log ?? new UserLogOptions())).Validate(null, options);
}
