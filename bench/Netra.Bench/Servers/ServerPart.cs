namespace Netra.Bench;

/// <summary>A process of a server.</summary>
/// <param name="Name">What it is: <c>gateway</c>, <c>Redis</c>.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="Runtime">Whether it runs on .NET, and so can be asked for what it allocates.</param>
/// <param name="HasChildren">Whether what it does is done by its child processes too, as PostgreSQL's is.</param>
internal sealed record ServerPart(string Name, int ProcessId, bool Runtime, bool HasChildren = false)
{
    /// <summary>Processor time since its start, in seconds.</summary>
    public double CpuSeconds => HasChildren ? ServerCpu.SecondsOf(ProcessId) : ProcessCpu.SecondsOf(ProcessId);

    /// <summary>Its memory in RAM, in bytes; what children share counts once.</summary>
    public long ResidentBytes => HasChildren ? SharedMemory.OfFamily(ProcessId) : ProcessMemory.Of(ProcessId).Rss;
}
