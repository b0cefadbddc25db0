using System.Net;
using Microsoft.Extensions.Options;
using Netra.Storage.PostgreSql;

namespace Netra.Host;

internal sealed class ClusterSettingsValidator(IConfiguration configuration) : IValidateOptions<ClusterSettings>
{
    private const string Section = "Netra:Cluster:";

    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.ClusterId)) failures.AddError("must not be empty", Section + nameof(options.ClusterId));
        if (string.IsNullOrWhiteSpace(options.ServiceId)) failures.AddError("must not be empty", Section + nameof(options.ServiceId));
        if (options.SiloPort is < 1 or > IPEndPoint.MaxPort) failures.AddError("must be a port from 1 to 65535", Section + nameof(options.SiloPort));
        if (options.PrimarySilo is not null && !IPEndPoint.TryParse(options.PrimarySilo, out _))
            failures.AddError("must be an address and port such as 127.0.0.1:11111", Section + nameof(options.PrimarySilo));
        if (options.AdvertisedAddress is not null && !IsReachable(options.AdvertisedAddress))
            failures.AddError("must be an IP address by which others reach this process, such as 10.0.0.7", Section + nameof(options.AdvertisedAddress));
        CheckMembership(options, failures);
        if (options.Kubernetes) CheckKubernetes(options, failures);
        return failures.Build();
    }

    private void CheckMembership(ClusterSettings options, ValidateOptionsResultBuilder failures)
    {
        const string means = "means something only with Netra:Cluster:Membership ";
        if (options.Membership == MembershipStore.Local)
        {
            if (options.ConnectionString is not null) failures.AddError(means + nameof(MembershipStore.PostgreSql), Section + nameof(options.ConnectionString));
            return;
        }

        if (options.PrimarySilo is not null) failures.AddError(means + nameof(MembershipStore.Local), Section + nameof(options.PrimarySilo));
        if (MembershipDatabase.ConnectionStringOf(options, configuration.GetSection("Netra:Storage:PostgreSql").Get<PostgreSqlOptions>()) is not { } connectionString)
        {
            failures.AddError(
                "is needed with Netra:Cluster:Membership PostgreSql, unless Netra:Storage:PostgreSql:Shards names a database", Section + nameof(options.ConnectionString));
        }
        else if (PostgreSqlConnectionString.FaultOf(connectionString) is { } fault)
        {
            failures.AddError(fault, Section + nameof(options.ConnectionString));
        }
    }

    private static void CheckKubernetes(ClusterSettings options, ValidateOptionsResultBuilder failures)
    {
        if (options.Membership != MembershipStore.PostgreSql)
            failures.AddError("needs Netra:Cluster:Membership PostgreSql: pods come and go, and none of them can keep the membership", Section + nameof(options.Kubernetes));
        if (options.AdvertisedAddress is not null)
            failures.AddError("can't be set with Netra:Cluster:Kubernetes: the pod's address is taken", Section + nameof(options.AdvertisedAddress));
        if (KubernetesPod.FindMissing() is { Count: > 0 } missing)
            failures.AddError("is true, but this process is in no pod that tells what it is: there is no " + string.Join(", no ", missing), Section + nameof(options.Kubernetes));
    }

    private static bool IsReachable(string address) =>
        IPAddress.TryParse(address, out var parsed) && !parsed.Equals(IPAddress.Any) && !parsed.Equals(IPAddress.IPv6Any);
}
