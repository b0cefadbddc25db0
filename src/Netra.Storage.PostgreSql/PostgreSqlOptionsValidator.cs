using Microsoft.Extensions.Options;

namespace Netra.Storage.PostgreSql;

internal sealed class PostgreSqlOptionsValidator(IOptions<UserLogOptions> log) : IValidateOptions<PostgreSqlOptions>
{
    private const int MaxNameLength = 64;
    private const int MaxWriters = 16;
    private const int MinReaders = 3;
    private const int MaxReaders = 1_000;
    private static readonly TimeSpan ShortestLockTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, PostgreSqlOptions options)
    {
        var faults = new List<string>();
        var commitTimeout = CommitTimeout();
        Require(options.Shards.Count >= 1, nameof(options.Shards), "have at least one database");
        for (var i = 0; i < options.Shards.Count; i++) CheckShard(options.Shards[i], $"{nameof(options.Shards)}:{i}");
        Require(
            options.Shards.DistinctBy(shard => shard.Name).Count() == options.Shards.Count, nameof(options.Shards), "have names that differ");
        Require(options.WritersPerShard is >= 1 and <= MaxWriters, nameof(options.WritersPerShard), $"be from 1 to {MaxWriters}");
        Require(
            options.ReadConnectionsPerShard is >= MinReaders and <= MaxReaders, nameof(options.ReadConnectionsPerShard), $"be from {MinReaders} to {MaxReaders}");
        Require(options.MaxWaitingReads >= 1, nameof(options.MaxWaitingReads), "be at least 1");
        Require(options.MaxUsersPerLoad >= 1, nameof(options.MaxUsersPerLoad), "be at least 1");
        Require(
            IsTimeout(options.ConnectTimeout) && options.ConnectTimeout.Ticks % TimeSpan.TicksPerSecond == 0,
            nameof(options.ConnectTimeout),
            "be whole seconds, over zero and at most one hour");
        Require(
            IsTimeout(options.CommandTimeout) && options.CommandTimeout >= TimeSpan.FromSeconds(1),
            nameof(options.CommandTimeout),
            "be from one second to one hour");
        Require(
            options.LockTimeout >= ShortestLockTimeout && options.LockTimeout <= options.CommandTimeout,
            nameof(options.LockTimeout),
            $"be from {ShortestLockTimeout.TotalMilliseconds} ms to {nameof(options.CommandTimeout)}");
        Require(
            commitTimeout is null || options.CommandTimeout + options.ConnectTimeout < commitTimeout,
            nameof(options.CommandTimeout),
            $"be, with {nameof(options.ConnectTimeout)}, less than the log's {nameof(UserLogOptions.CommitTimeout)}, which is {commitTimeout}");
        Require(IsTimeout(options.OutageWait), nameof(options.OutageWait), "be over zero and at most one hour");
        Require(IsTimeout(options.ReconnectInterval), nameof(options.ReconnectInterval), "be over zero and at most one hour");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void CheckShard(PostgreSqlShardOptions shard, string path)
        {
            Require(shard.Name is { Length: >= 1 and <= MaxNameLength }, $"{path}:{nameof(shard.Name)}", $"have 1 to {MaxNameLength} characters");
            Require(
                PostgreSqlConnectionString.FaultOf(shard.ConnectionString) is null,
                $"{path}:{nameof(shard.ConnectionString)}",
                "name a database in Npgsql's form, with a Host");
        }

        void Require(bool holds, string option, string rule)
        {
            if (!holds) faults.Add($"{nameof(PostgreSqlOptions)}.{option} must {rule}.");
        }
    }

    /// <summary>Null when the log's options are wrong: their own validator says so.</summary>
    private TimeSpan? CommitTimeout()
    {
        try
        {
            return log.Value.CommitTimeout;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }

    private static bool IsTimeout(TimeSpan value) => value > TimeSpan.Zero && value <= LongestTimeout;
}
