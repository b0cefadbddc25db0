namespace Netra.Bench;

/// <summary>What one stretch of appending showed.</summary>
/// <param name="PerSecond">Commits that became durable, a second.</param>
/// <param name="P50">Milliseconds from a commit's call to its answer.</param>
/// <param name="P99">The same.</param>
/// <param name="OwnCpu">Processor time of this process for each commit, in microseconds.</param>
/// <param name="ServerCpu">That of the database server.</param>
/// <param name="GroupSize">Commits of a group, on average.</param>
internal sealed record LogFigures(double PerSecond, double P50, double P99, double OwnCpu, double ServerCpu, double GroupSize);
