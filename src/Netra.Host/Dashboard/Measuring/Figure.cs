namespace Netra.Host;

/// <summary>A number that the dashboard shows, out of one instrument of this process.</summary>
/// <param name="Name">What the dashboard's API calls it.</param>
/// <param name="Instrument">The instrument; null where the process itself is asked.</param>
/// <param name="IsCount">Whether it is counted up, or else a level.</param>
/// <param name="Tag">Takes only measurements with this value of any tag; null: all.</param>
internal sealed record Figure(string Name, string? Instrument, bool IsCount, string? Tag = null);
