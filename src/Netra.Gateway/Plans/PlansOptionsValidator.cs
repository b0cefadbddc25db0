using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class PlansOptionsValidator(IOptions<GatewayOptions> gateway) : IValidateOptions<PlansOptions>
{
    private const string Section = "Netra:Plans:";
    private const int MinMessageBytes = 1024;

    public ValidateOptionsResult Validate(string? name, PlansOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        foreach (var (plan, limits) in options.Plans)
        {
            // A plan without settings is as none.
            if (limits is null) continue;
            var maxBytes = gateway.Value.MaxMessageBytes;
            Require(
                limits.MaxMessageBytes is null || (limits.MaxMessageBytes >= MinMessageBytes && limits.MaxMessageBytes <= maxBytes),
                plan, nameof(limits.MaxMessageBytes), $"must be from {MinMessageBytes} to Netra:Gateway:MaxMessageBytes, which is {maxBytes}");
            Above0(limits.MessagesPerSecond, plan, nameof(limits.MessagesPerSecond));
            Above0(limits.UserMessagesPerSecond, plan, nameof(limits.UserMessagesPerSecond));
            Above0(limits.ConnectionsPerUser, plan, nameof(limits.ConnectionsPerUser));
            Require(
                limits.ConnectionPolicy is not { } policy || Enum.IsDefined(policy),
                plan, nameof(limits.ConnectionPolicy), "must be Reject or CloseOldest");
        }

        return failures.Build();

        void Above0(int? value, string plan, string setting) => Require(value is null or > 0, plan, setting, "must be above 0");

        void Require(bool holds, string plan, string setting, string rule)
        {
            if (!holds) failures.AddError(rule, $"{Section}{plan}:{setting}");
        }
    }
}
