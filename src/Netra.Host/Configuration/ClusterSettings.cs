namespace Netra.Host;

/// <summary>How the processes of a cluster find each other.</summary>
internal sealed class ClusterSettings
{
    public string ClusterId { get; set; } = "netra";

    public string ServiceId { get; set; } = "netra";

    /// <summary>Where the processes of the cluster find each other.</summary>
    public MembershipStore Membership { get; set; } = MembershipStore.Local;

    /// <summary>The database of the membership, in Npgsql's form; null: that of the first shard.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The port on which the processes of the cluster speak to each other.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>
    /// The IP address by which the other processes reach this one; null: the loopback address with <see cref="MembershipStore.Local"/>, the machine's own with
    /// <see cref="MembershipStore.PostgreSql"/>.
    /// </summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>
    /// The <c>host:port</c> of the process that keeps the membership of a cluster on one machine; null: this one. Only with <see cref="MembershipStore.Local"/>.
    /// </summary>
    public string? PrimarySilo { get; set; }

    /// <summary>Whether this process is a pod: name and address come from it, and pods that are deleted are out of the cluster at once.</summary>
    public bool Kubernetes { get; set; }
}
