namespace Netra.Host;

/// <summary>How the processes of a cluster find each other.</summary>
internal sealed class ClusterSettings
{
    public string ClusterId { get; set; } = "netra";

    public string ServiceId { get; set; } = "netra";

    /// <summary>The port on which the processes of the cluster speak to each other.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The <c>host:port</c> of the process that keeps the membership of a cluster on one machine; null: this one.</summary>
    public string? PrimarySilo { get; set; }
}
