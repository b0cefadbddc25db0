using Microsoft.Extensions.Options;

namespace Netra.Abstractions;

internal sealed class TracingOptionsValidator : IValidateOptions<TracingOptions>
{
    private const string Section = "Netra:Telemetry:Traces:";
    private const int MaxRemembered = 1_000_000;

    public ValidateOptionsResult Validate(string? name, TracingOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.SampleRatio is not (>= 0 and <= 1)) failures.AddError("must be from 0 to 1", Section + nameof(options.SampleRatio));
        if (options.CallerTracesPerSecond < 0) failures.AddError("must not be below 0", Section + nameof(options.CallerTracesPerSecond));
        if (options.RememberedMessages is < 0 or > MaxRemembered)
            failures.AddError($"must be from 0 to {MaxRemembered}", Section + nameof(options.RememberedMessages));
        return failures.Build();
    }
}
