using Microsoft.Extensions.Options;

namespace Netra.Grains;

internal sealed class WorkOptionsValidator : IValidateOptions<WorkOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Above0(options.MaxRecordsPerUser, nameof(options.MaxRecordsPerUser));
        Above0(options.MaxJobsPerUser, nameof(options.MaxJobsPerUser));
        Above0(options.MaxJobsPerSilo, nameof(options.MaxJobsPerSilo));
        Above0(options.MaxDeliveriesPerUser, nameof(options.MaxDeliveriesPerUser));
        Above0(options.MaxDeliveryMessages, nameof(options.MaxDeliveryMessages));
        Above0(options.MaxDeliveryBytes, nameof(options.MaxDeliveryBytes));
        Above0(options.DeliveryTimeout.Ticks, nameof(options.DeliveryTimeout));
        Above0(options.FirstRetryDelay.Ticks, nameof(options.FirstRetryDelay));
        Above0(options.FirstScanDelay.Ticks, nameof(options.FirstScanDelay));
        Above0(options.ScanInterval.Ticks, nameof(options.ScanInterval));
        Above0(options.ScanPageUsers, nameof(options.ScanPageUsers));
        Above0(options.MaxConcurrentWakes, nameof(options.MaxConcurrentWakes));
        if (options.MaxRetryDelay < options.FirstRetryDelay)
            failures.AddError("must not be below FirstRetryDelay", "Netra:Work:" + nameof(options.MaxRetryDelay));
        if (options.MaxRetryDelay > TimeSpan.FromDays(1)) failures.AddError("must not be above a day", "Netra:Work:" + nameof(options.MaxRetryDelay));
        return failures.Build();

        void Above0(long value, string setting)
        {
            if (value <= 0) failures.AddError("must be above 0", "Netra:Work:" + setting);
        }
    }
}
