using Microsoft.Extensions.Options;

namespace Netra.Host;

internal sealed class DashboardOptionsValidator : IValidateOptions<DashboardOptions>
{
    private const int MaxSamples = 2_000;
    private const int MaxErrors = 1_000;

    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.Interval < TimeSpan.FromSeconds(1) || options.Interval > TimeSpan.FromMinutes(1))
            failures.AddError("must be from one second to a minute", "Netra:Dashboard:" + nameof(options.Interval));
        else if (options.History / options.Interval > MaxSamples)
            failures.AddError($"must not be more than {MaxSamples} times the interval", "Netra:Dashboard:" + nameof(options.History));
        if (options.History < TimeSpan.FromMinutes(1) || options.History > TimeSpan.FromDays(1))
            failures.AddError("must be from one minute to a day", "Netra:Dashboard:" + nameof(options.History));
        if (options.MaxErrors is < 1 or > MaxErrors)
            failures.AddError($"must be from 1 to {MaxErrors}", "Netra:Dashboard:" + nameof(options.MaxErrors));
        return failures.Build();
    }
}
