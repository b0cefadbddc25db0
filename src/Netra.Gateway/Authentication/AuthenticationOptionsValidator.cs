using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class AuthenticationOptionsValidator : IValidateOptions<AuthenticationOptions>
{
    private const string Section = "Netra:Authentication:";
    private static readonly TimeSpan MaxTicketLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxTicketSession = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.Keys.Count == 0 && options.Issuers.Count == 0)
            failures.AddError("at least one key that tokens are signed with, or one of Issuers, is needed", Section + "Keys");
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (TokenKeys.FaultOf(options.Keys[i]) is { } fault) failures.AddError(fault, $"{Section}Keys:{i}");
        }

        CheckIssuers(options, failures);
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromSeconds(30))
            failures.AddError("must be from 0 to 30 seconds", Section + nameof(options.ClockSkew));
        if (options.TicketLifetime <= TimeSpan.Zero || options.TicketLifetime > MaxTicketLifetime)
            failures.AddError($"must be above 0 and {MaxTicketLifetime} at most", Section + nameof(options.TicketLifetime));
        if (options.TicketSession <= TimeSpan.Zero || options.TicketSession > MaxTicketSession)
            failures.AddError($"must be above 0 and {MaxTicketSession} at most", Section + nameof(options.TicketSession));
        return failures.Build();
    }

    private static void CheckIssuers(AuthenticationOptions options, ValidateOptionsResultBuilder failures)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (options.Issuer is not null) names.Add(options.Issuer);
        for (var i = 0; i < options.Issuers.Count; i++)
        {
            foreach (var (setting, rule) in IssuerRules.FaultsOf(options.Issuers[i])) failures.AddError(rule, $"{Section}Issuers:{i}:{setting}");
            // Which keys are a token's must not depend on an order.
            if (IssuerRules.IssuerOf(options.Issuers[i]) is { } issuer && !names.Add(issuer))
                failures.AddError($"'{issuer}' is there twice, among Issuers or as {Section}Issuer", $"{Section}Issuers:{i}:{nameof(IssuerOptions.Issuer)}");
        }
    }
}
