namespace Netra.Storage.PostgreSql;

/// <summary>The log event ids of this backend: 3200 to 3299. Never reused.</summary>
internal static class PostgreSqlEventIds
{
    public const int Unreachable = 3200;
    public const int Reached = 3201;
    public const int ConnectionLost = 3202;
    public const int GroupRefused = 3203;
    public const int CommitRefused = 3204;
    public const int TriedAgain = 3205;
    public const int ShardPassedOver = 3206;
    public const int UserIdUnreadable = 3207;
    public const int ReadAgain = 3208;
    public const int CommitBlocked = 3209;
    public const int ConnectionsInUse = 3210;
    public const int TimeIsOver = 3211;
}
