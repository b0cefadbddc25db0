using Microsoft.Extensions.Options;

namespace Netra.Client.Publishing;

/// <summary>Says everything that is wrong with <see cref="PublishQueueOptions"/> at once.</summary>
internal sealed class PublishQueueOptionsValidator : IValidateOptions<PublishQueueOptions>
{
    public ValidateOptionsResult Validate(string? name, PublishQueueOptions options)
    {
        var faults = new List<string>();
        NetraPublisherOptionsValidator.CheckNumber(options.Capacity, nameof(options.Capacity), 1, 10_000_000, faults);
        NetraPublisherOptionsValidator.CheckNumber(options.MaxQueuedBytes, nameof(options.MaxQueuedBytes), 1, int.MaxValue, faults);
        NetraPublisherOptionsValidator.CheckNumber(options.BatchMessages, nameof(options.BatchMessages), 1, 1_000_000, faults);
        NetraPublisherOptionsValidator.CheckNumber(options.BatchBytes, nameof(options.BatchBytes), 1, int.MaxValue, faults);
        if (options.MaxAge != TimeSpan.Zero) NetraPublisherOptionsValidator.CheckTime(options.MaxAge, nameof(options.MaxAge), faults);
        NetraPublisherOptionsValidator.CheckTime(options.ShutdownTimeout, nameof(options.ShutdownTimeout), faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
