using Microsoft.Extensions.Options;

namespace Netra.Grains;

internal sealed class WorkOptionsValidator : IValidateOptions<WorkOptions>
{
    private const long MinBytesPerUser = 1024 * 1024;

    /// <summary>For the call that is under way when the time is over, and for clocks that differ.</summary>
    private static readonly TimeSpan DeliveryMargin = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, WorkOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Above0(options.MaxRecordsPerUser, nameof(options.MaxRecordsPerUser));
        // Any message must fit into an empty one.
        if (options.MaxBytesPerUser < MinBytesPerUser) failures.AddError("must not be below 1 MiB", "Netra:Work:" + nameof(options.MaxBytesPerUser));
        Above0(options.MaxJobsPerUser, nameof(options.MaxJobsPerUser));
        Above0(options.MaxJobsPerSilo, nameof(options.MaxJobsPerSilo));
        Above0(options.MaxDeliveriesPerUser, nameof(options.MaxDeliveriesPerUser));
        Above0(options.MaxDeliveryMessages, nameof(options.MaxDeliveryMessages));
        Above0(options.MaxDeliveryBytes, nameof(options.MaxDeliveryBytes));
        Above0(options.DeliveryTimeout.Ticks, nameof(options.DeliveryTimeout));
        if (options.DeliveryTimeout > DeduplicationWindow.OutboxWindow - DeliveryMargin)
            failures.AddError("must not be above 23 h", "Netra:Work:" + nameof(options.DeliveryTimeout));
        Above0(options.MissingHandlerTimeout.Ticks, nameof(options.MissingHandlerTimeout));
        if (options.MissingHandlerTimeout > TimeSpan.FromDays(1))
            failures.AddError("must not be above a day", "Netra:Work:" + nameof(options.MissingHandlerTimeout));
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
