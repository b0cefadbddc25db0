namespace Netra.Host;

/// <summary>The dashboard on the management port. Read at start; set it alike in all processes of a cluster.</summary>
internal sealed class DashboardOptions
{
    /// <summary>Whether <c>/dashboard</c> is there, and this process keeps a history of itself.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How far back the history goes. From one minute to a day, and at most 2,000 intervals.</summary>
    public TimeSpan History { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How far apart its samples are. From one second to a minute.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many warnings and errors of its log a process remembers for it. From 1 to 1,000.</summary>
    public int MaxErrors { get; set; } = 100;

    /// <summary>Whether the dashboard of Orleans is at <c>/orleans</c>. It times every call of every grain.</summary>
    public bool Orleans { get; set; }
}
