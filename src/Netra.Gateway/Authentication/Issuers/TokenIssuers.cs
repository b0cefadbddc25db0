using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Gateway;

/// <summary>The issuers whose keys are fetched. Fetches begin with the host, so that the first client need not wait.</summary>
internal sealed class TokenIssuers(IOptions<AuthenticationOptions> options, IssuerDocuments documents, TimeProvider time, ILogger<TokenIssuers> logger)
    : BackgroundService
{
    private readonly Dictionary<string, TokenIssuer> _issuers = options.Value.Issuers
        .Select(issuer => new TokenIssuer(issuer, documents, time, logger))
        .ToDictionary(issuer => issuer.Name, StringComparer.Ordinal);

    /// <summary>The issuer with this <c>iss</c>; null when none is configured.</summary>
    public TokenIssuer? Find(string? name) => name is null ? null : _issuers.GetValueOrDefault(name);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_issuers.Values.Select(issuer => issuer.RunAsync(stoppingToken)));
}
