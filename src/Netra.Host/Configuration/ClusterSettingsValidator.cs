using System.Net;
using Microsoft.Extensions.Options;

namespace Netra.Host;

internal sealed class ClusterSettingsValidator : IValidateOptions<ClusterSettings>
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
        return failures.Build();
    }
}
