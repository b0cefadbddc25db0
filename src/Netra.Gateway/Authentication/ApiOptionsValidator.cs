using Microsoft.Extensions.Options;

namespace Netra.Gateway;

internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    private const int HashDigits = 64;

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        for (var i = 0; i < options.Keys.Count; i++)
        {
            var key = options.Keys[i];
            var setting = $"Netra:Api:Keys:{i}:";
            if (string.IsNullOrWhiteSpace(key.Name)) failures.AddError("must not be empty", setting + nameof(key.Name));
            if (key.Sha256.Length != HashDigits || !key.Sha256.All(char.IsAsciiHexDigit))
                failures.AddError($"must be the key's SHA-256 in {HashDigits} hexadecimal digits", setting + nameof(key.Sha256));
            if (key.Scopes.Count == 0 || key.Scopes.Except(ApiScopes.All).Any())
                failures.AddError($"must be one or more of {string.Join(", ", ApiScopes.All)}", setting + nameof(key.Scopes));
        }

        return failures.Build();
    }
}
