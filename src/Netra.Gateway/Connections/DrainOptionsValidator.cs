using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class DrainOptionsValidator(IOptions<GatewayOptions> gateway) : IValidateOptions<DrainOptions>
{
    private const string Section = "Netra:Drain:";

    public ValidateOptionsResult Validate(string? name, DrainOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Require(!(options.ReadinessDelay < TimeSpan.Zero), nameof(options.ReadinessDelay), "must not be negative");
        Require(options.MinPerSecond > 0, nameof(options.MinPerSecond), "must be above 0");
        Require(options.WaveInterval >= TimeSpan.FromMilliseconds(10), nameof(options.WaveInterval), "must be at least 10 ms");
        Require(options.Duration >= options.WaveInterval, nameof(options.Duration), "must not be below WaveInterval");
        var needed = DrainTimes.Longest(options, CloseTimeout());
        Require(
            options.GracePeriod > needed, nameof(options.GracePeriod),
            $"must be above ReadinessDelay, Duration, Netra:Gateway:CloseTimeout and what ends behind them, together {needed}");
        return failures.Build();

        void Require(bool holds, string setting, string rule)
        {
            if (!holds) failures.AddError(rule, Section + setting);
        }
    }

    private TimeSpan CloseTimeout()
    {
        try
        {
            return gateway.Value.CloseTimeout;
        }
        catch (OptionsValidationException)
        {
            // What is wrong there is told by the validator of the gateway's own options.
            return TimeSpan.Zero;
        }
    }
}
