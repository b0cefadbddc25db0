using System.Text.Json.Serialization;

namespace Netra.Faults;

/// <summary>What can be done to the cluster.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
internal enum FaultKind
{
    /// <summary>SIGKILL: the process is gone, its sockets close.</summary>
    Kill,

    /// <summary>SIGTERM: the process leaves in order.</summary>
    Terminate,

    /// <summary>SIGSTOP, and SIGCONT a while later: the process misses what happens meanwhile, and believes nothing has.</summary>
    Pause,

    /// <summary>Nothing gets to a process or from it; nobody is told.</summary>
    BlackHole,

    /// <summary>Nothing gets from one process to another, in both directions or in one.</summary>
    Split,

    /// <summary>The database is stopped in order, crashes or is killed, and comes back.</summary>
    Database,
}
