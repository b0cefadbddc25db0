using Microsoft.Extensions.Options;

namespace Netra.Webhooks;

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const string Section = "Netra:Webhooks:";

    private static readonly TimeSpan ShortestCircuitTime = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestCircuitTime = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Require(options.MaxConcurrentCalls > 0, nameof(options.MaxConcurrentCalls), "must be above 0");
        Require(options.MaxWaitingCalls >= 0, nameof(options.MaxWaitingCalls), "must not be below 0");
        Require(options.CircuitFailureRatio is > 0 and <= 1, nameof(options.CircuitFailureRatio), "must be above 0 and at most 1");
        Require(options.CircuitMinimumTries >= 2, nameof(options.CircuitMinimumTries), "must be at least 2");
        CircuitTime(options.CircuitSamplingTime, nameof(options.CircuitSamplingTime));
        CircuitTime(options.CircuitBreakTime, nameof(options.CircuitBreakTime));
        for (var i = 0; i < options.Routes.Count; i++)
        {
            foreach (var (setting, rule) in WebhookRouteRules.Check(options.Routes[i])) failures.AddError(rule, $"{Section}Routes:{i}:{setting}");
        }

        CheckNames(options.Routes, failures);
        CheckTypes(options.Routes, failures);
        return failures.Build();

        void CircuitTime(TimeSpan value, string setting) =>
            Require(value >= ShortestCircuitTime && value <= LongestCircuitTime, setting, "must be from half a second to a day");

        void Require(bool holds, string setting, string rule)
        {
            if (!holds) failures.AddError(rule, Section + setting);
        }
    }

    private static void CheckNames(IList<WebhookRouteOptions> routes, ValidateOptionsResultBuilder failures)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < routes.Count; i++)
        {
            if (!string.IsNullOrEmpty(routes[i].Name) && !seen.Add(routes[i].Name))
                failures.AddError($"another route is named '{routes[i].Name}' too", $"{Section}Routes:{i}:Name");
        }
    }

    private static void CheckTypes(IList<WebhookRouteOptions> routes, ValidateOptionsResultBuilder failures)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < routes.Count; i++)
        {
            foreach (var type in routes[i].Types.Where(type => !string.IsNullOrEmpty(type) && !seen.Add(type)))
                failures.AddError($"'{type}' is routed already", $"{Section}Routes:{i}:Types");
        }
    }
}
