namespace Netra.Host;

/// <summary>What a process does.</summary>
internal enum NetraRole
{
    /// <summary>Everything in one process.</summary>
    All,

    /// <summary>Sockets and the HTTP API; never a user grain.</summary>
    Gateway,

    /// <summary>User grains and storage; no public port.</summary>
    Silo,
}
