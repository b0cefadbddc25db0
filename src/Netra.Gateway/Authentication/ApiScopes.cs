namespace Netra.Gateway;

/// <summary>What a key of the server API may be allowed to do.</summary>
internal static class ApiScopes
{
    /// <summary>Change what users have: publish and erase messages, put dead letters back, change states.</summary>
    public const string Publish = "publish";

    /// <summary>Read users, their messages, dead letters and states.</summary>
    public const string Read = "read";

    /// <summary>Make tickets: let anybody in as any user.</summary>
    public const string Tickets = "tickets";

    /// <summary>End connections and revoke tokens.</summary>
    public const string Connections = "connections";

    /// <summary>Operate a process by its management port: change its log levels, see and use its dashboard.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Publish, Read, Tickets, Connections, Admin];
}
