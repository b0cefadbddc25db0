using Microsoft.Extensions.Options;

namespace Netra.Streaming;

internal sealed class OutboundStreamOptionsValidator : IValidateOptions<OutboundStreamOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundStreamOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Require(options.MaxQueuedPushes > 0, nameof(options.MaxQueuedPushes), "must be above 0");
        Require(options.MaxQueuedBytes > 0, nameof(options.MaxQueuedBytes), "must be above 0");
        Require(options.MaxBatchPushes > 0, nameof(options.MaxBatchPushes), "must be above 0");
        Require(options.MaxBatchBytes > 0, nameof(options.MaxBatchBytes), "must be above 0");
        Require(options.FirstRetryDelay > TimeSpan.Zero, nameof(options.FirstRetryDelay), "must be above 0");
        Require(options.MaxRetryDelay >= options.FirstRetryDelay, nameof(options.MaxRetryDelay), "must not be below FirstRetryDelay");
        return failures.Build();

        void Require(bool holds, string setting, string rule)
        {
            if (!holds) failures.AddError(rule, "Netra:Streaming:" + setting);
        }
    }
}
