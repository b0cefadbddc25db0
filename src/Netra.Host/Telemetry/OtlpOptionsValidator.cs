using Microsoft.Extensions.Options;

namespace Netra.Host;

internal sealed class OtlpOptionsValidator : IValidateOptions<OtlpOptions>
{
    public ValidateOptionsResult Validate(string? name, OtlpOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
            failures.AddError($"'{endpoint}' is no address such as http://localhost:4317", "Netra:Telemetry:Otlp:" + nameof(options.Endpoint));
        if (options.Interval < TimeSpan.FromSeconds(1) || options.Interval > TimeSpan.FromHours(1))
            failures.AddError("must be from one second to an hour", "Netra:Telemetry:Otlp:" + nameof(options.Interval));
        return failures.Build();
    }

    private static bool IsAddress(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
