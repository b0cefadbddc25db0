namespace Netra.Bench;

/// <summary>What a server took for a stretch of load.</summary>
/// <param name="Cpu">Processor seconds of each of its processes.</param>
/// <param name="AllocatedBytes">What those of them that run on .NET allocated.</param>
/// <param name="Flushes">Flushes of its log; null where nothing is stored.</param>
/// <param name="ResidentBytes">The memory of all of them in RAM at the end.</param>
/// <param name="LoadCpu">Processor seconds of this process.</param>
internal sealed record ServerFigures(
    IReadOnlyList<(string Part, double Seconds)> Cpu, long AllocatedBytes, long? Flushes, long ResidentBytes, double LoadCpu)
{
    public double CpuSeconds => Cpu.Sum(part => part.Seconds);
}
