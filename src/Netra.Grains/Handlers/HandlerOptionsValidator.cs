using Microsoft.Extensions.Options;

namespace Netra.Grains;

internal sealed class HandlerOptionsValidator : IValidateOptions<HandlerOptions>
{
    public ValidateOptionsResult Validate(string? name, HandlerOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Above0(options.SubmitBudget.Ticks, nameof(options.SubmitBudget));
        Above0(options.MaxWaitingMessages, nameof(options.MaxWaitingMessages));
        Above0(options.MaxWait.Ticks, nameof(options.MaxWait));
        Above0(options.MaxMessageBytes, nameof(options.MaxMessageBytes));
        Above0(options.MaxEffects, nameof(options.MaxEffects));
        Above0(options.MaxVoidRuns, nameof(options.MaxVoidRuns));
        // The call has 60 s: 45 s for the tries, and what is left for storage and the way.
        if (options.SubmitBudget > TimeSpan.FromSeconds(10)) failures.AddError("must not be above 10 s", "Netra:Handlers:" + nameof(options.SubmitBudget));
        if (options.MaxWait > TimeSpan.FromSeconds(10)) failures.AddError("must not be above 10 s", "Netra:Handlers:" + nameof(options.MaxWait));
        return failures.Build();

        void Above0(long value, string setting)
        {
            if (value <= 0) failures.AddError("must be above 0", "Netra:Handlers:" + setting);
        }
    }
}
