using Microsoft.Extensions.Options;

namespace Netra.Host;

internal sealed class NetraHostOptionsValidator : IValidateOptions<NetraHostOptions>
{
    public ValidateOptionsResult Validate(string? name, NetraHostOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Check(options.Url, nameof(options.Url));
        Check(options.ManagementUrl, nameof(options.ManagementUrl));
        if (options.HasGateway && PortOf(options.Url) is { } port && port == PortOf(options.ManagementUrl))
            failures.AddError("must have another port than Url", "Netra:ManagementUrl");
        if (options.DatabaseWait < TimeSpan.Zero || options.DatabaseWait > TimeSpan.FromMinutes(10))
            failures.AddError("must be from zero to ten minutes", "Netra:" + nameof(options.DatabaseWait));
        return failures.Build();

        void Check(string url, string setting)
        {
            if (PortOf(url) is null) failures.AddError($"'{url}' is no address such as http://localhost:5080", "Netra:" + setting);
        }
    }

    /// <summary>The port of a listening address; null when it is none.</summary>
    public static int? PortOf(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http" or "https", Port: > 0, PathBase.Length: 0 } ? address.Port : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
