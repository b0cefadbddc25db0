using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class AuthenticationOptionsValidator : IValidateOptions<AuthenticationOptions>
{
    private const string Section = "Netra:Authentication:";

    public ValidateOptionsResult Validate(string? name, AuthenticationOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        if (options.Keys.Count == 0) failures.AddError("at least one key that tokens are signed with is needed", Section + "Keys");
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (TokenKeys.FaultOf(options.Keys[i]) is { } fault) failures.AddError(fault, $"{Section}Keys:{i}");
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromSeconds(30))
            failures.AddError("must be from 0 to 30 seconds", Section + nameof(options.ClockSkew));
        return failures.Build();
    }
}
