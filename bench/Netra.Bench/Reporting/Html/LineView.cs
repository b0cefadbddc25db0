namespace Netra.Bench.Reporting.Html;

/// <summary>The line of a server.</summary>
/// <param name="Name">The server, shortened where it is long.</param>
/// <param name="Series">The class of its colour.</param>
/// <param name="Path">The line.</param>
/// <param name="Points">Its points.</param>
/// <param name="LabelY">The base line of its name at its end.</param>
public sealed record LineView(string Name, string Series, string Path, IReadOnlyList<PointView> Points, string LabelY);
