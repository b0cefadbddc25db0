namespace Netra.Bench;

/// <summary>What one stretch of plain inserts showed.</summary>
/// <param name="PerSecond">Rows, a second.</param>
/// <param name="OwnCpu">Processor time of this process for each row, in microseconds.</param>
/// <param name="ServerCpu">That of the database server.</param>
internal sealed record PlainFigures(double PerSecond, double OwnCpu, double ServerCpu);
