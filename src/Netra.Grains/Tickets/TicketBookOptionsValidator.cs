using Microsoft.Extensions.Options;

namespace Netra.Grains;

internal sealed class TicketBookOptionsValidator : IValidateOptions<TicketBookOptions>
{
    public ValidateOptionsResult Validate(string? name, TicketBookOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.MaxTicketsPerBook <= 0) failures.AddError("must be above 0", "Netra:Tickets:" + nameof(options.MaxTicketsPerBook));
        if (options.ExpiredRetention < TimeSpan.Zero) failures.AddError("must not be below 0", "Netra:Tickets:" + nameof(options.ExpiredRetention));
        if (options.ExpiredRetention > TimeSpan.FromDays(1)) failures.AddError("must not be above a day", "Netra:Tickets:" + nameof(options.ExpiredRetention));
        return failures.Build();
    }
}
